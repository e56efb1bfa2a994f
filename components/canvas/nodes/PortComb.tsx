import { useMemo } from 'react'
import { useLab } from '../../state/labStore'
import type { BridgeBox } from '../model/bridge'
import { BRIDGE } from '../model/geometry'
import { endLight, type WireState } from '../model/mass'
import { useCalmState } from '../useCalmState'

const STATES: readonly WireState[] = ['drawn', 'down', 'up', 'wrong']

/** The ports of a bridge with so many that none can be pointed at: teeth in the colour of their lights. */
export function PortComb({ bridge, box }: { bridge: string; box: BridgeBox }) {
  const lab = useLab()
  const state = useCalmState()
  const teeth = useMemo(() => {
    const parts: Record<WireState, string> = { up: '', down: '', wrong: '', drawn: '' }
    for (const { link, end, name, side, x } of box.ports) {
      if (link === undefined || end === undefined) continue
      const y = (side === 'top' ? box.bar.y : box.bar.y + box.bar.height) - BRIDGE.port / 2
      parts[endLight(lab, state, link, end, bridge, name)] += `M${x} ${y}v${BRIDGE.port}`
    }
    return parts
  }, [lab, state, bridge, box])
  return (
    <svg className="nl-comb" aria-hidden="true" width={box.width} height={box.height}>
      {STATES.map((one) => teeth[one] !== '' && <path key={one} data-state={one} d={teeth[one]} />)}
    </svg>
  )
}
