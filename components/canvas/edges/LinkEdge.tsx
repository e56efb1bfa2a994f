import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useMemo } from 'react'
import { useText } from '../../i18n/text'
import { useDriftOf, usePlanMark } from '../../state/derived'
import { useLabStore } from '../../state/labStore'
import { useOwnedLink, useTraffic } from '../../state/machineStore'
import { useProbeStore } from '../../state/probeStore'
import { useHovered, useViewStore } from '../../state/viewStore'
import { useCrowded, useLowDetail } from '../canvasStore'
import type { LinkFlowEdge } from '../flowTypes'
import { beginDrag } from '../gestures/drag'
import type { Anchor, Side } from '../model/geometry'
import type { LightState } from '../model/light'
import { wireState } from '../model/mass'
import { type Curve, curve, pointAt } from '../model/path'
import { rateText, speedOf } from '../model/rate'
import type { LinkEdge as Link, SceneEnd } from '../model/scene'
import { useInterface } from '../nodes/useInterface'

/** A veth pair: a smooth line between two interface rows or ports, with what the kernel says of each end. */
export const LinkEdge = memo(function LinkEdge({ data, selected }: EdgeProps<LinkFlowEdge>) {
  return data ? <Veth edge={data.edge} selected={selected === true} /> : null
})

/** From so far on, a line of many is not seen from end to end, and dashes that drift along all of it cost every frame. */
const LONG = 1600

function Veth({ edge, selected }: { edge: Link; selected: boolean }) {
  const { link, names, from, to, ghost, id: key } = edge
  const drawn = useMemo(() => curve(from.at, to.at), [from.at, to.at])
  const lowDetail = useLowDetail()
  const still = useCrowded() && Math.hypot(to.at.x - from.at.x, to.at.y - from.at.y) > LONG
  const hovered = useHovered(key)
  const mark = usePlanMark(key)
  const drift = useDriftOf(key)
  const labName = useLabStore((store) => store.lab.name)
  const first = useOwnedLink(labName, link, 0)
  const a = useInterface({ node: from.node, name: names[0], link, end: 0 })
  const b = useInterface({ node: to.node, name: names[1], link, end: 1 })
  const rate = useTraffic(first?.netns ?? '', first?.link.index)
  const onPath = useProbeStore(({ path }) => Boolean(path?.request.some((ref) => ref.kind === 'link' && ref.link === link)))
  const bytes = rate && !ghost ? rate.rx + rate.tx : 0
  const state = wireState(a.light, b.light)

  return (
    <g
      className="nl-link"
      data-element={key}
      data-state={state}
      data-selected={selected || undefined}
      data-hover={hovered || undefined}
      data-mark={mark}
      data-drift={drift.length > 0 || undefined}
      data-ghost={ghost || undefined}
      data-path={onPath || undefined}
      onPointerEnter={() => useViewStore.getState().setHover(key)}
      onPointerLeave={() => useViewStore.getState().setHover(null)}
    >
      {!lowDetail && <path className="nl-link-reach" d={drawn.d} />}
      {(selected || hovered || onPath) && <path className="nl-link-halo" d={drawn.d} />}
      <path className="nl-link-line" d={drawn.d} />
      {bytes > 0 && !lowDetail && !still && (
        <path
          className="nl-link-flow"
          data-speed={speedOf(bytes)}
          data-back={rate && rate.rx > rate.tx ? true : undefined}
          d={drawn.d}
        />
      )}
      {!lowDetail && (
        <>
          <Plug end={from} light={a.light} name={names[0]} gesture={{ link, end: 0, from: to.node }} ghost={ghost} />
          <Plug end={to} light={b.light} name={names[1]} gesture={{ link, end: 1, from: from.node }} ghost={ghost} />
        </>
      )}
      {bytes > 0 && !lowDetail && <Label drawn={drawn} t={0.5} className="nl-rate" text={rateText(bytes)} />}
      {(selected || hovered) && !lowDetail && (
        <>
          <EndLabel at={from.at} name={names[0]} live={a} />
          <EndLabel at={to.at} name={names[1]} live={b} />
        </>
      )}
    </g>
  )
}

/** A row's plug stands beside its card, where it is seen whole; a port is its own plug, and this lies under it for the pointer. */
const OUT = 5

interface PlugProps {
  end: SceneEnd
  light: LightState
  name: string
  gesture: { link: string; end: 0 | 1; from: string }
  ghost: boolean
}

/** The plug at an end; taken by the pointer, it moves to another node. */
function Plug({ end: { node, at }, light, name, gesture, ghost }: PlugProps) {
  const t = useText().canvas
  return (
    <circle
      className="nl-link-end nopan nodrag"
      data-light={light}
      data-link-end={`${node}:${name}`}
      cx={at.x + (at.side === 'left' ? -OUT : at.side === 'right' ? OUT : 0)}
      cy={at.y}
      r="4"
      onPointerDown={ghost ? undefined : (event) => beginDrag(event, { kind: 'reconnect', ...gesture })}
    >
      <title>{t.moveEnd(node, name)}</title>
    </circle>
  )
}

/** Where an end's words stand: outside of its node, off the line. */
const BESIDE: Record<Side, string> = {
  left: 'translate(-100%, 0) translate(-14px, 8px)',
  right: 'translate(14px, 8px)',
  top: 'translate(10px, -100%) translate(0, -12px)',
  bottom: 'translate(10px, 12px)',
}

/** Name, MAC and MTU of one end, while one looks at the link. */
function EndLabel({ at, name, live }: { at: Anchor; name: string; live: ReturnType<typeof useInterface> }) {
  const words = useText().canvas.linkEnd
  const mac = live.found?.mac ?? live.drawn.mac
  const mtu = live.found?.mtu ?? live.drawn.mtu
  return (
    <EdgeLabelRenderer>
      <div className="nl-end-label" style={{ transform: `translate(${at.x}px, ${at.y}px) ${BESIDE[at.side]}` }}>
        <b>{name}</b>
        {mac && <span>{mac}</span>}
        {mtu && <span>{`${words.mtu} ${mtu}`}</span>}
      </div>
    </EdgeLabelRenderer>
  )
}

function Label({ drawn, t, className, text }: { drawn: Curve; t: number; className: string; text: string }) {
  const at = pointAt(drawn, t)
  return (
    <EdgeLabelRenderer>
      <div className={className} style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}>
        {text}
      </div>
    </EdgeLabelRenderer>
  )
}
