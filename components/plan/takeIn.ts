import { adoptDrift } from '../../core/edit/adopt'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import type { Lab } from '../../core/lab/schema'
import type { Drift } from '../../core/plan/plan'
import type { MachineState } from '../../core/state/state'
import { edit, type Refused } from '../inspector/edit'
import { useMachineStore } from '../state/machineStore'

/**
 * One command that takes every difference that can be taken into a lab, and why the first of the others cannot. Routes and rules
 * are taken from the last to the first, since taking one away moves those behind it up.
 */
export function adoptAll(lab: Lab, drift: readonly Drift[], state: MachineState): { command: Command; refused: Refused | null } {
  const command: Command = { label: 'adopt', changes: [] }
  let refused: Refused | null = null
  let now = lab
  for (const one of [...drift].sort((a, b) => indexOf(b) - indexOf(a))) {
    const built = adoptDrift(now, one, state)
    if ('refused' in built) {
      refused ??= built.refused
      continue
    }
    const applied = applyCommand(now, built)
    if (!applied.ok) {
      refused ??= 'conflict'
      continue
    }
    now = applied.lab
    command.changes.push(...built.changes)
  }
  return { command, refused }
}

function indexOf({ element }: Drift): number {
  return 'index' in element ? element.index : -1
}

/** Takes what the kernel holds into the drawing, as one step to undo. Null when all of it was taken; else why something was not. */
export function takeIn(drift: readonly Drift[]): Refused | null {
  const { state } = useMachineStore.getState()
  if (!state) return null
  let refused: Refused | null = null
  const failed = edit((lab) => {
    const all = adoptAll(lab, drift, state)
    refused = all.refused
    return all.command
  })
  return failed ?? refused
}
