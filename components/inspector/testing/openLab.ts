import { applyCommand } from '../../../core/edit/apply'
import type { Command } from '../../../core/edit/change'
import type { Lab } from '../../../core/lab/schema'
import type { MachineState } from '../../../core/state/state'
import { useLabStore } from '../../state/labStore'
import { useMachineStore } from '../../state/machineStore'
import { useViewStore } from '../../state/viewStore'

/**
 * Puts a lab into the stores as if the server had opened it. Commands are applied to it by the same function that the server uses; nothing is
 * sent. Returns the commands made.
 */
export function openLab(lab: Lab, machine?: { state: MachineState; applied: Lab }): Command[] {
  const made: Command[] = []
  useLabStore.setState({
    name: lab.name,
    status: 'ready',
    lab,
    applied: machine?.applied ?? null,
    applying: null,
    lastResult: null,
    dispatch: (command) => {
      const applied = applyCommand(useLabStore.getState().lab, command)
      if (!applied.ok) return false
      made.push(command)
      useLabStore.setState({ lab: applied.lab })
      return true
    },
  })
  useMachineStore.getState().setState(machine?.state ?? null)
  useViewStore.setState({ selection: [], hover: null, drawer: null, locale: 'en', dialect: 'nft' })
  return made
}
