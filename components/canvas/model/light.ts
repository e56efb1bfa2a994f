import type { Interface } from '../../../core/lab/schema'
import type { LinkState } from '../../../core/state/state'
import type { LightState as AnyLight } from '../../ui/Light'

/**
 * What one interface's light says, the drawing against the kernel.
 * `drawn`: not in the kernel (yet). `up`: as it should be. `down`: down as drawn, or waiting for an end that is down as drawn.
 * `wrong`: down although it is drawn up, or up although it is drawn down.
 */
export type LightState = Exclude<AnyLight, 'drifted'>

/**
 * The light of an interface. `quiet` tells that nothing can come over it by the drawing itself: its other end is drawn down, or it is a
 * bridge without ports that are up; then no carrier is as wished.
 */
export function lightOf(drawn: Interface, found: LinkState | undefined, quiet: boolean): LightState {
  if (!found) return 'drawn'
  const wanted = drawn.up ?? true
  if (found.up !== wanted) return 'wrong'
  if (!wanted) return 'down'
  if (found.operstate === 'up' || found.operstate === 'unknown') return 'up'
  return quiet ? 'down' : 'wrong'
}

/** One light for many: the worst of them; `drawn` only when nothing of it is there. Undefined for none. */
export function sumOfLights(lights: readonly LightState[]): LightState | undefined {
  return (['wrong', 'up', 'down', 'drawn'] as const).find((state) => lights.includes(state))
}
