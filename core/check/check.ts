import type { Lab } from '../lab/schema'
import type { Diagnostic } from './diagnostic'

export function checkLab(_lab: Lab): Diagnostic[] {
  return []
}
