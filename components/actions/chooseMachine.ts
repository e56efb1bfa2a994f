import type { MachineKind } from '../../core/protocol/socket'
import { textOf } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import type { Action } from './action'

/** Why the lab cannot go over to the other machine now; undefined when it can. */
export function whyNotChoose(kind: MachineKind): 'applied-here' | 'waits' | 'unavailable' | undefined {
  const { applied, hostProblem, machine, name } = useLabStore.getState()
  if (kind === machine.kind) return undefined
  if (machine.waiting && machine.waiting.lab === name) return 'waits'
  if (applied !== null) return 'applied-here'
  return kind === 'host' && hostProblem !== null ? 'unavailable' : undefined
}

const choose = (kind: MachineKind): Action => ({
  id: `machine-${kind}`,
  group: 'machine',
  label: (t) => t.host.actions[kind],
  enabled: ({ editing }) =>
    editing &&
    useLabStore.getState().machine.kind !== kind &&
    whyNotChoose(kind) === undefined &&
    !useLabStore.getState().applying,
  run: async () => {
    const ack = await useLabStore.getState().chooseMachine(kind)
    const { locale, announce } = useViewStore.getState()
    if (ack.ok) announce(textOf(locale).host.chosen[kind])
    else useLabStore.setState({ chooseError: ack.error })
  },
})

/** The two machines that a lab can run on. */
export const machineChoices: Record<MachineKind, Action> = { sandbox: choose('sandbox'), host: choose('host') }
