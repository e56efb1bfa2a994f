'use client'

import { Component, type ReactNode, Suspense } from 'react'
import { textOf } from '../i18n/text'
import { onOpening } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'

interface State {
  error: Error | null
}

/**
 * Keeps a fault, or a wait, in one part of the page to that part: the rest goes on, and the lab is on the server anyway. Without a boundary
 * of its own a part that waits for its code would take the whole page down with it. A part that failed is tried again when the reader says
 * so, and once each time that the connection opens: without it, its code could not come.
 */
export class Contained extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null }
  private stop: (() => void) | undefined

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override componentDidMount() {
    this.stop = onOpening(() => this.state.error && this.again())
  }

  override componentWillUnmount() {
    this.stop?.()
  }

  private readonly again = () => this.setState({ error: null })

  override render() {
    if (!this.state.error) return <Suspense>{this.props.children}</Suspense>
    const t = textOf(useViewStore.getState().locale).shell
    return (
      <div role="alert" className="flex h-full min-h-40 flex-col items-center justify-center gap-2 p-6 text-center">
        <p className="font-medium">{t.problem.crashTitle}</p>
        <p className="text-ink-2">{t.problem.crashText}</p>
        <p className="max-w-120 font-mono text-ink-3 text-xs">{this.state.error.message}</p>
        <Button onClick={this.again}>{t.problem.reload}</Button>
      </div>
    )
  }
}
