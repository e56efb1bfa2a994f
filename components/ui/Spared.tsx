import { Component, type ReactNode } from 'react'
import { useMissingStore } from '../state/missingStore'
import { onOpening } from '../state/socket'

interface SparedProps {
  children: ReactNode
  /** Called when it had to be left out, to close what cannot be shown. */
  onFail?: () => void
}

/**
 * A part that the page can do without, such as a menu or a dialog. Where its code does not come, or it cannot be drawn, it is left out and the
 * page says so. Without this the error would go on to the root, which takes the page away, and with it the edits that were not sent yet.
 * It is tried again when it is next opened, or when the connection opens again.
 */
export class Spared extends Component<SparedProps, { failed: boolean }> {
  override state = { failed: false }
  private stop: (() => void) | undefined

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidMount() {
    this.stop = onOpening(() => this.state.failed && this.setState({ failed: false }))
  }

  override componentDidCatch() {
    useMissingStore.getState().report()
    this.props.onFail?.()
  }

  override componentWillUnmount() {
    this.stop?.()
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}
