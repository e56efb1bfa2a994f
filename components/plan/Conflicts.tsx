'use client'

import { TriangleAlert } from 'lucide-react'
import type { Diagnostic } from '../../core/check/diagnostic'
import { actionContext, isEnabled, runAction } from '../actions/action'
import { machineChoices } from '../actions/chooseMachine'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { Button } from '../ui/Button'
import { FindingList } from './FindingList'

/** What the machine has that stands in a plan's way. Where the machine itself is what is wrong, the other one is a click away. */
export function Conflicts({ conflicts }: { conflicts: readonly Diagnostic[] }) {
  const { panels, host } = useText()
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  useLabStore((store) => store.applied)
  const wantsHost = !onHost && conflicts.some(({ code }) => code === 'nic-in-sandbox' || code === 'container-in-sandbox')
  return (
    <section aria-label={panels.plan.conflicts} className="border-line border-b bg-warn-wash px-3 py-2">
      <p className="font-medium text-sm">{panels.plan.conflicts}</p>
      <FindingList findings={conflicts} />
      {wantsHost && isEnabled(machineChoices.host, actionContext()) && (
        <Button className="mt-1 mb-1" onClick={() => void runAction(machineChoices.host)}>
          <TriangleAlert size={14} className="text-host" aria-hidden />
          {host.actions.host}
        </Button>
      )}
    </section>
  )
}
