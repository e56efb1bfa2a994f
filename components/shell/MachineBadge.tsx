'use client'

import { Box, ChevronDown, TriangleAlert } from 'lucide-react'
import type { MachineKind } from '../../core/protocol/socket'
import { describeMachineProblem } from '../../core/text/machines'
import { runAction } from '../actions/action'
import { machineChoices, whyNotChoose } from '../actions/chooseMachine'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { useLocale } from '../state/viewStore'
import { classes } from '../ui/classes'
import { Menu, type MenuEntry } from '../ui/Menu'

/** Where the lab runs, and whether it does; pressed, where it may run. Told by words and a shape, and by colour: teal for a sandbox, amber for this computer itself. */
export function MachineBadge() {
  const { shell, host } = useText()
  const t = shell.bar
  const locale = useLocale()
  const { kind, status, error, problem } = useLabStore((store) => store.machine)
  const hostProblem = useLabStore((store) => store.hostProblem)
  const ready = useLabStore((store) => store.status === 'ready')
  useLabStore((store) => store.applied)
  const onHost = kind === 'host'
  const words = problem ? describeMachineProblem(problem, locale).message : error
  const hint = onHost ? t.hostHint : t.sandboxHint
  const hintOf = (choice: MachineKind) => {
    const why = whyNotChoose(choice)
    if (why === 'applied-here') return host.destroyFirst
    if (why === 'waits') return host.waitsHere
    if (why === 'unavailable' && hostProblem) {
      const { message, suggestion } = describeMachineProblem(hostProblem, locale)
      return `${message}${locale === 'zh' ? '。' : '. '}${suggestion}`
    }
    return host.chooseHint[choice]
  }
  const entry = (choice: MachineKind): MenuEntry => ({
    id: choice,
    label: choice === 'host' ? host.here : t.sandbox,
    hint: hintOf(choice),
    checked: choice === kind,
    disabled: whyNotChoose(choice) !== undefined,
    run: () => void runAction(machineChoices[choice]),
  })
  return (
    <Menu entries={[{ id: 'title', heading: host.choose }, entry('sandbox'), entry('host')]}>
      <button
        type="button"
        disabled={!ready}
        title={words ? `${hint} ${words}` : hint}
        data-testid="machine"
        data-machine={kind}
        className={classes(
          'inline-flex h-6 shrink-0 select-none items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs',
          onHost ? 'bg-host font-semibold text-surface' : 'bg-sandbox-wash text-sandbox',
        )}
      >
        {onHost ? <TriangleAlert size={13} aria-hidden /> : <Box size={13} aria-hidden />}
        {onHost ? host.here : t.sandbox}
        {status !== 'running' && <span className="font-normal">{t.machine[status]}</span>}
        <ChevronDown size={12} aria-hidden />
      </button>
    </Menu>
  )
}
