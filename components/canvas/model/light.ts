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

/** One light for many: the worst of them; nothing there at all only when all are absent. */
export function sumOfLights(lights: readonly LightState[]): LightState {
  if (lights.includes('wrong')) return 'wrong'
  if (lights.length > 0 && lights.every((one) => one === 'drawn')) return 'drawn'
  if (lights.includes('up')) return 'up'
  return lights.includes('down') ? 'down' : 'drawn'
}
