import { useMemo } from 'react'
import { useText } from '../../i18n/text'
import { useLab } from '../../state/labStore'
import { useNodeNetns } from '../../state/nodeNetns'
import { Light } from '../../ui/Light'
import { lightsOfNode } from '../model/drawnInterface'
import { type LightState, sumOfLights } from '../model/light'

function useNodeLight(node: string): LightState | undefined {
  const lab = useLab()
  const netns = useNodeNetns(node)
  return useMemo(() => sumOfLights(lightsOfNode(lab, node, netns)), [lab, node, netns])
}

/** One light for all interfaces of a node. */
export function NodeLight({ node }: { node: string }) {
  const t = useText().canvas
  const light = useNodeLight(node)
  return light && <Light state={light} label={t.lightOf(node, t.lights[light])} />
}

/** The same from afar: a plain box, because there may be a thousand. */
export function FarLight({ node }: { node: string }) {
  return <i className="nl-far-light" data-light={useNodeLight(node)} />
}
