'use client'

import type { InterfaceView } from '../../../core/lab/view'
import { useText } from '../../i18n/text'
import { useMachineStore } from '../../state/machineStore'
import { useKernelLink, useMissingWords } from '../InterfaceLight'
import { Quiet } from '../Section'
import { LinkFacts } from './LinkFacts'

/** What the kernel holds of one drawn interface. */
export function KernelLink({ node, view }: { node: string; view: InterfaceView }) {
  const t = useText().panels.kernel
  const running = useMachineStore((machine) => machine.state !== null)
  const placed = useKernelLink(node, view)
  const missing = useMissingWords(node, view)
  if (!placed) return <Quiet>{running ? missing : t.notRunning}</Quiet>
  return <LinkFacts netns={placed.netns} link={placed.link} />
}
