import { Hourglass, Lock } from 'lucide-react'
import { memo } from 'react'
import { type ElementRef, elementKey } from '../../../core/lab/element'
import { HOST } from '../../../core/lab/ids'
import type { LinkState } from '../../../core/state/state'
import { useText } from '../../i18n/text'
import { useDriftOf, usePlanMark } from '../../state/derived'
import { useLabStore } from '../../state/labStore'
import { useHovered, useSelected, useViewStore } from '../../state/viewStore'
import { Light } from '../../ui/Light'
import { beginDrag } from '../gestures/drag'
import { addressText, type Row } from '../model/card'
import { useInterface } from './useInterface'

/** One interface on a card: light, name, address. What differs from the kernel stands beside what was drawn. */
export const InterfaceRow = memo(function InterfaceRow({ node, row, ghost }: { node: string; row: Row; ghost: boolean }) {
  const t = useText().canvas
  const ref: ElementRef = { kind: 'interface', node, name: row.name }
  const key = elementKey(ref)
  const { found, light } = useInterface({ node, name: row.name, link: row.link, end: row.end })
  const mark = usePlanMark(key)
  const drift = useDriftOf(key)
  const selected = useSelected(key)
  const hovered = useHovered(key)
  const extra = found?.addresses.filter((one) => !one.automatic).map((one) => one.address) ?? []
  const shown = addressText(row.addresses)
  const [first] = drift
  return (
    // The row is a shortcut for the pointer; the keyboard reaches the same interface through the inspector and the command palette.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      className="nl-row"
      data-element={key}
      data-selected={selected || undefined}
      data-hover={hovered || undefined}
      data-mark={mark}
      data-drift={first ? true : undefined}
      data-foreign={row.foreign}
      data-ghost={ghost || undefined}
      title={row.foreign ? t.foreign : first ? `${t.drifted}: ${driftText(first)}` : row.addresses.join('\n') || undefined}
      onClick={(event) => {
        // Not drawn, there is nothing of it to inspect: the click is one on the card.
        if (row.foreign || ghost) return
        event.stopPropagation()
        const view = useViewStore.getState()
        if (event.shiftKey || event.ctrlKey || event.metaKey) view.toggleSelected(ref)
        else view.select([ref])
      }}
      onMouseEnter={() => useViewStore.getState().setHover(key)}
      onMouseLeave={() => useViewStore.getState().setHover(null)}
    >
      {node === HOST && row.link === undefined && isOfComputer(row.name, found) && <NicGrip name={row.name} />}
      {row.foreign ? (
        <Lock className="nl-lock" size={10} aria-label={t.foreign} />
      ) : (
        <Light state={light} label={t.lightOf(row.name, t.lights[light])} />
      )}
      <span className="nl-row-name">{row.name}</span>
      <span className="nl-row-address">
        {first ? (
          <span className="nl-drift">{driftText(first)}</span>
        ) : row.dhcp ? (
          <Leased drawn={row.addresses} found={found?.addresses ?? []} />
        ) : row.foreign || (shown === '' && extra.length > 0) ? (
          addressText(extra)
        ) : (
          shown
        )}
      </span>
    </div>
  )
})

/** Whether it may be an interface that the computer has by itself: no bridge, nothing that a lab made, and not `lo`. */
function isOfComputer(name: string, found: LinkState | undefined): boolean {
  return name !== 'lo' && !found?.owner && found?.kind !== 'bridge'
}

/** From here a line leads to the bridge that is to have this interface as a port. The keyboard does it in the inspector. */
function NicGrip({ name }: { name: string }) {
  const t = useText().host.nics
  return (
    <span
      className="nl-nic-grip nodrag nopan"
      data-nic-handle={name}
      title={t.drag(name)}
      onPointerDown={(event) =>
        beginDrag(event, { kind: 'nic', from: HOST, nic: name, sandbox: useLabStore.getState().machine.kind !== 'host' })
      }
    />
  )
}

/** The address that a DHCP server gave, under its own glyph; until it does, that it is asked for. */
function Leased({ drawn, found }: { drawn: readonly string[]; found: LinkState['addresses'] }) {
  const t = useText().dhcp
  const leased = found.filter((one) => one.dynamic).map((one) => one.address)
  if (leased.length === 0 && drawn.length > 0) return addressText(drawn)
  return (
    <span className="nl-leased" title={leased.length > 0 ? t.leased : undefined}>
      <Hourglass size={10} aria-label={t.leased} />
      {leased.length > 0 ? addressText([...leased, ...drawn]) : t.asks}
    </span>
  )
}

/** Both values side by side, in the words of `ip`. */
function driftText({ field, wanted, found }: { field: string; wanted?: string; found?: string }): string {
  if (wanted === undefined && found === undefined) return field
  return `${wanted ?? '–'} ≠ ${found ?? '–'}`
}
