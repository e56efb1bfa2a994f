import { HOST } from '../../../core/lab/ids'
import type { InterfaceView } from '../../../core/lab/view'
import { CARD, clamp, monoWidth } from './geometry'

/** One interface on a card. `y` is the row's middle, from the card's top. */
export interface Row {
  name: string
  y: number
  addresses: readonly string[]
  link?: string
  end?: 0 | 1
  /** Takes its address from a DHCP server: what it has is the machine's to say. */
  dhcp?: true
  /** Found in the kernel, not drawn and not ours. */
  foreign?: boolean
  /** Stands for so many more of them. */
  more?: number
}

export interface CardBox {
  shape: 'card'
  width: number
  height: number
  rows: readonly Row[]
  foot: boolean
}

/** What of a node decides its card's size. */
export interface CardContents {
  name: string
  interfaces: readonly InterfaceView[]
  /** `lo` is drawn only where there is a reason to look at it. */
  showLoopback: boolean
  foot: boolean
  /** How many chips stand in the foot. */
  chips?: number
  /** Names of interfaces that the kernel has and nobody drew. */
  foreign: readonly string[]
}

/** A computer has many interfaces of its own, and a lab is about few of them. */
const MOST_FOREIGN = 3
const LIGHT = 18
const GAP = 16
/** Room for an address that is not known yet, and for the glyph before it. */
const LEASE_TEXT = '192.168.100.100/24'
const LEASE_ROOM = 16
/** The room of a chip in the foot with the gap after it, on the average of all that there are. */
const CHIP = 64

/** A card's size and rows: head, a row for each interface, and a foot only where there is something to say. */
export function cardBox({ name, interfaces, showLoopback, foot, chips = 0, foreign }: CardContents): CardBox {
  const rows: Row[] = []
  let widest = Math.max(monoWidth(name, 15) + 76, CARD.padding * 2 + chips * CHIP)
  const add = (row: Omit<Row, 'y'>) => {
    const text = addressText(row.addresses)
    const width = row.dhcp ? LEASE_ROOM + Math.max(monoWidth(text, 12), monoWidth(LEASE_TEXT, 12)) : monoWidth(text, 12)
    rows.push({ ...row, y: CARD.head + rows.length * CARD.row + CARD.row / 2 })
    widest = Math.max(widest, CARD.padding * 2 + LIGHT + monoWidth(row.name, 12) + GAP + width)
  }
  for (const one of interfaces) {
    if (one.name === 'lo' && !showLoopback) continue
    const row: Omit<Row, 'y'> = { name: one.name, addresses: one.config.addresses ?? [] }
    if (one.link !== undefined) row.link = one.link
    if (one.end !== undefined) row.end = one.end
    if (one.config.dhcp) row.dhcp = true
    add(row)
  }
  if (showLoopback && !rows.some((one) => one.name === 'lo')) add({ name: 'lo', addresses: [] })
  const listed = name === HOST && foreign.length > MOST_FOREIGN ? foreign.slice(0, MOST_FOREIGN - 1) : foreign
  for (const one of listed) add({ name: one, addresses: [], foreign: true })
  const more = foreign.length - listed.length
  if (more > 0) add({ name: `+${more}`, addresses: [], foreign: true, more })
  const body = rows.length * CARD.row + (rows.length > 0 ? CARD.tail : 0)
  return {
    shape: 'card',
    width: Math.ceil(clamp(widest, CARD.minWidth, CARD.maxWidth) / 4) * 4,
    height: CARD.head + body + (foot ? CARD.foot : 0),
    rows,
    foot,
  }
}

/** What a row says of its addresses: the first, and how many more there are. */
export function addressText(addresses: readonly string[]): string {
  const [first] = addresses
  if (first === undefined) return ''
  return addresses.length > 1 ? `${first} +${addresses.length - 1}` : first
}
