'use client'

import type { InterfaceView } from '../../../core/lab/view'
import { useText } from '../../i18n/text'
import { useMachineStore } from '../../state/machineStore'
import { useStanding } from '../InterfaceLight'
import { Quiet } from '../Section'
import { LinkFacts } from './LinkFacts'

/** What the kernel holds of one drawn interface. */
export function KernelLink({ node, view }: { node: string; view: InterfaceView }) {
  const t = useText().panels.kernel
  const running = useMachineStore((machine) => machine.state !== null)
  const { kernel, isAway, words } = useStanding(node, view)
  if (!kernel) return <Quiet>{running ? words : t.notRunning}</Quiet>
  return <LinkFacts netns={kernel.netns} link={kernel.link} away={isAway ? words : undefined} />
}
