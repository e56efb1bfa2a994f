import { create } from 'zustand'
import { useLabStore } from '../../state/labStore'
import type { Anchor, Point } from '../model/geometry'
import type { Gesture, Verdict } from './judge'

interface GestureStore {
  gesture: Gesture | null
  by: 'pointer' | 'keyboard'
  /** Where the line starts, in canvas coordinates. */
  from: Anchor | null
  /** Where it ends: the pointer, or the chosen target. */
  to: Point | null
  /** The pointer in client pixels, for the words beside it; null when the keyboard draws. */
  client: Point | null
  /** Whether the pointer has gone anywhere: a press on the spot was no line, and gets no answer. */
  moved: boolean
  /** What each node would say; computed when the gesture starts. */
  verdicts: ReadonlyMap<string, Verdict>
  /** The node under the pointer, or chosen by arrows. */
  over: string | null
}

const idle: GestureStore = {
  gesture: null,
  by: 'pointer',
  from: null,
  to: null,
  client: null,
  moved: false,
  verdicts: new Map(),
  over: null,
}

/** The line that is being drawn from one node to another: to join, to make NAT, to ping, or to move a link's end. */
export const useGestureStore = create<GestureStore>()(() => idle)

/** Forgets the line. */
export function endGesture(): void {
  useGestureStore.setState(idle)
}

// What each node would say is a command on the lab that the line was begun in: in another one it must not be let go.
useLabStore.subscribe(({ name }, before) => {
  if (name !== before.name && useGestureStore.getState().gesture) endGesture()
})

export type TargetState = 'source' | 'chosen' | 'refused' | 'possible' | 'faded'

/** How a node shows itself while a line is drawn; undefined while there is none. */
export function useTargetState(node: string): TargetState | undefined {
  return useGestureStore(({ gesture, verdicts, over }) => {
    if (!gesture) return undefined
    const ok = verdicts.get(node)?.ok === true
    if (over === node) return ok ? 'chosen' : 'refused'
    if (gesture.from === node) return 'source'
    return ok ? 'possible' : 'faded'
  })
}
