import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { type ElementRef, elementKey } from '../../../core/lab/element'
import { HOST } from '../../../core/lab/ids'
import { useText } from '../../i18n/text'
import { useDriftOf } from '../../state/derived'
import { useLabStore } from '../../state/labStore'
import { useHovered, useSelected, useViewStore } from '../../state/viewStore'
import { Light } from '../../ui/Light'
import { useCrowded, useLowDetail } from '../canvasStore'
import type { FlowNode } from '../flowTypes'
import { useTargetState } from '../gestures/gestureStore'
import type { BridgeBox, Port } from '../model/bridge'
import { addressText } from '../model/card'
import { BRIDGE, type Rect } from '../model/geometry'
import type { LightState } from '../model/light'
import { MANY } from '../model/mass'
import { GestureHandles } from './GestureHandles'
import { Glyph } from './Glyph'
import { HandleMark } from './HandleMark'
import { NodeMarks } from './NodeMarks'
import { PortComb } from './PortComb'
import { useInterface } from './useInterface'

/** A switch to what is plugged into it, and an interface to the namespace that it lives in. */
export const BridgeNode = memo(function BridgeNode({ data: { node } }: NodeProps<FlowNode>) {
  const t = useText().canvas
  const lowDetail = useLowDetail()
  const manyNodes = useCrowded()
  const { name, box, ghost } = node
  const key = elementKey({ kind: 'node', node: name })
  const hovered = useHovered(key)
  const target = useTargetState(name)
  const stp = useLabStore((store) => {
    const found = store.lab.nodes[name]
    return found?.kind === 'bridge' && found.stp === true
  })
  const { found, light } = useInterface({ node: name, name, self: true })
  if (box.shape !== 'bridge') return null
  const crowded = box.ports.length > MANY.ports
  const state = {
    'data-element': key,
    'data-drawn': found ? undefined : true,
    'data-ghost': ghost || undefined,
    'data-hover': hovered || undefined,
    'data-target': target,
  }
  if (lowDetail) {
    return (
      <div className="nl-bridge nl-low" {...state}>
        <HandleMark />
        <div className="nl-bar" style={place(box.bar)}>
          {!manyNodes && <span className="nl-far-name">{name}</span>}
        </div>
        <div className="nl-tab" style={place(box.tab)} />
      </div>
    )
  }
  return (
    <div className="nl-bridge" {...state}>
      <HandleMark />
      <Tether box={box} />
      <div className="nl-bar" style={place(box.bar)}>
        <Glyph kind="bridge" />
        <span className="nl-name">{name}</span>
        {stp && <span className="nl-chip">{t.stp}</span>}
        <NodeMarks node={name} />
      </div>
      {crowded && <PortComb bridge={name} box={box} />}
      {(crowded ? [] : box.ports).map((port) => (
        <PortView key={port.name} bridge={name} port={port} box={box} />
      ))}
      <OwnInterface name={name} box={box} light={light} />
      {!ghost && <GestureHandles node={name} nat={false} around={box.bar} />}
    </div>
  )
})

/** The short line by which a bridge's own interface hangs off the bar. */
function Tether({ box: { bar, tab, tabSide } }: { box: BridgeBox }) {
  const middle = tab.x + tab.width / 2
  const rect: Rect =
    tabSide === 'bottom'
      ? { x: middle - 2, y: bar.y + bar.height, width: 4, height: BRIDGE.tether }
      : tabSide === 'top'
        ? { x: middle - 2, y: tab.y + tab.height, width: 4, height: BRIDGE.tether }
        : {
            x: tabSide === 'right' ? bar.x + bar.width : tab.x + tab.width,
            y: bar.y + bar.height / 2 - 2,
            width: BRIDGE.tether,
            height: 4,
          }
  return <div className="nl-tether" style={place(rect)} />
}

function PortView({ bridge, port, box }: { bridge: string; port: Port; box: BridgeBox }) {
  const t = useText().canvas
  const ref: ElementRef = { kind: 'interface', node: port.nic ? HOST : bridge, name: port.name }
  const key = elementKey(ref)
  const { light } = useInterface({ node: bridge, name: port.name, link: port.link, end: port.end })
  const selected = useSelected(key)
  const hovered = useHovered(key)
  const drift = useDriftOf(key)
  const y = port.side === 'top' ? box.bar.y : box.bar.y + box.bar.height
  return (
    <button
      type="button"
      tabIndex={-1}
      className="nl-port"
      data-element={key}
      data-light={light}
      data-drift={drift.length > 0 || undefined}
      data-selected={selected || undefined}
      data-hover={hovered || undefined}
      style={{ left: port.x - BRIDGE.port / 2, top: y - BRIDGE.port / 2 }}
      title={t.lightOf(port.name, t.lights[light])}
      aria-label={t.lightOf(port.name, t.lights[light])}
      onClick={(event) => {
        event.stopPropagation()
        useViewStore.getState().select([ref])
      }}
      onMouseEnter={() => useViewStore.getState().setHover(key)}
      onMouseLeave={() => useViewStore.getState().setHover(null)}
    />
  )
}

/** The bridge as an interface of the host, or of the namespace that it lives in. */
function OwnInterface({ name, box, light }: { name: string; box: BridgeBox; light: LightState }) {
  const t = useText().canvas
  const owner = useLabStore((store) => {
    const node = store.lab.nodes[name]
    return node?.kind === 'bridge' ? (node.on ?? HOST) : HOST
  })
  const ref: ElementRef = { kind: 'interface', node: name, name }
  const key = elementKey(ref)
  const selected = useSelected(key)
  const hovered = useHovered(key)
  const [first] = useDriftOf(key)
  const { found } = useInterface({ node: name, name, self: true })
  const extra = found?.addresses.filter((one) => !one.automatic).map((one) => one.address) ?? []
  const shown = addressText(box.addresses) || addressText(extra)
  return (
    <button
      type="button"
      tabIndex={-1}
      className="nl-tab"
      style={place(box.tab)}
      data-element={key}
      data-empty={shown === '' || undefined}
      data-drift={first ? true : undefined}
      data-selected={selected || undefined}
      data-hover={hovered || undefined}
      title={t.ownInterface(name, owner)}
      onClick={(event) => {
        event.stopPropagation()
        useViewStore.getState().select([ref])
      }}
      onMouseEnter={() => useViewStore.getState().setHover(key)}
      onMouseLeave={() => useViewStore.getState().setHover(null)}
    >
      <span className="nl-tab-head">
        <Light state={light} label={t.lightOf(name, t.lights[light])} />
        <span className="nl-row-name">{name}</span>
      </span>
      <span className="nl-tab-address">
        {first ? <span className="nl-drift">{`${first.wanted ?? '–'} ≠ ${first.found ?? '–'}`}</span> : shown || t.noAddress}
      </span>
    </button>
  )
}

function place({ x, y, width, height }: Rect) {
  return { left: x, top: y, width, height }
}
