import { type ComponentType, useEffect, useState } from 'react'
import { onOpening } from '../state/socket'

/** A component whose code is fetched when it is first wanted. */
export type Later<P> = ComponentType<P> & {
  /** Fetches it ahead, such as when the pointer comes near. */
  preload: () => void
}

/**
 * As React.lazy, without Suspense: Suspense holds a late component back for 300 ms to spare the reader a flicker, which for a menu or a
 * dialog from this very machine is all of the wait. Draws `meanwhile`, or nothing, until then.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile?: ComponentType): Later<P> {
  let loaded: ComponentType<P> | undefined
  let loading: Promise<void> | undefined
  const fetched = () => {
    loading ??= acrossOpenings(load).then(
      (component) => {
        loaded = component
      },
      (error: unknown) => {
        // The next wish tries again; this one is reported to whoever waits.
        loading = undefined
        throw error
      },
    )
    return loading
  }

  // biome-ignore lint/correctness/noComponentHookFactories: `later` is called once a module, so this is one component and stays it.
  function LaterComponent(props: P) {
    const [ready, setReady] = useState(loaded !== undefined)
    const [error, setError] = useState<unknown>()
    useEffect(() => {
      let gone = false
      if (!loaded) {
        fetched().then(
          () => !gone && setReady(true),
          (failure: unknown) => !gone && setError(failure),
        )
      }
      return () => {
        gone = true
      }
    }, [])
    // Into the nearest error boundary, as if it had failed to draw.
    if (error !== undefined) throw error
    const Component = loaded
    if (ready && Component) return <Component {...props} />
    const Meanwhile = meanwhile
    return Meanwhile ? <Meanwhile /> : null
  }

  return Object.assign(LaterComponent, {
    preload: () => {
      fetched().catch(() => {
        // Only a guess that it would be wanted; if it is, the fetch runs again and says so.
      })
    },
  })
}

/** Fetches again where the connection opened meanwhile: what fails then was asked for over the one that was lost, and no opening may follow. */
async function acrossOpenings<T>(load: () => Promise<T>): Promise<T> {
  let opened = false
  const stop = onOpening(() => {
    opened = true
  })
  try {
    return await load()
  } catch (error) {
    if (!opened) throw error
  } finally {
    stop()
  }
  return acrossOpenings(load)
}
