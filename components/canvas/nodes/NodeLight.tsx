import { useMemo } from 'react'
import { netnsOf } from '../../../core/lab/view'
import { useText } from '../../i18n/text'
import { useLab } from '../../state/labStore'
import { useNetns } from '../../state/machineStore'
import { Light } from '../../ui/Light'
import { lightsOfNode } from '../model/drawnInterface'
import { sumOfLights } from '../model/light'

/** One light for all interfaces of a node. */
export function NodeLight({ node }: { node: string }) {
  const t = useText().canvas
  const lab = useLab()
  const netns = useNetns(netnsOf(lab, node))
  const light = useMemo(() => sumOfLights(lightsOfNode(lab, node, netns)), [lab, node, netns])
  if (light === undefined) return null
  return <Light state={light} label={t.lightOf(node, t.lights[light])} />
}
