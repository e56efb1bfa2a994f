import type { InterfaceView } from '../../../core/lab/view'
import { addressText } from './card'
import { BRIDGE, centre, clamp, monoWidth, type Point, type Rect, type Side } from './geometry'
import { MANY } from './mass'

/** Room for an address that is not known yet. */
const CARRIED_TEXT = '192.168.100.100/24'

/** One port of the bar. `x` is its middle, from the box's left. */
export interface Port {
  name: string
  side: 'top' | 'bottom'
  x: number
  link?: string
  end?: 0 | 1
  /** An interface of this computer: it is the host's, and in no link. */
  nic?: true
}

/** What is plugged into a bridge. */
export type PortView = InterfaceView & Pick<Port, 'nic'>

/**
 * A bridge is a switch to its ports and an interface to the namespace that it lives in. So it is drawn as a bar with ports, and a
 * tab on a short tether, which is its own interface. All coordinates are from the top left corner of the box around the two.
 */
export interface BridgeBox {
  shape: 'bridge'
  width: number
  height: number
  bar: Rect
  tab: Rect
  tabSide: Side
  addresses: readonly string[]
  ports: readonly Port[]
}

export interface BridgeContents {
  name: string
  addresses: readonly string[]
  ports: readonly PortView[]
  /** The card of the node that it lives in, from the bar's top left corner. */
  owner: Rect
  /** From the bar's top left corner: the middle of what is at the other end of each port's link. */
  peers: ReadonlyMap<string, Point>
}

/** The box, and how far the bar's corner is from the box's: a tab on top or to the left must not move the bar. */
export function bridgeBox(contents: BridgeContents): { box: BridgeBox; offset: Point } {
  const { name, addresses, peers } = contents
  const owner = centre(contents.owner)
  // What an interface of the computer brings along is the machine's to say.
  const carries = addresses.length === 0 && contents.ports.some((port) => port.nic)
  const tabWidth = Math.ceil(
    clamp(
      Math.max(
        monoWidth(name, 12) + 46,
        monoWidth(carries ? CARRIED_TEXT : addressText(addresses), 12) + 24,
        monoWidth('no address', 12) + 16,
      ),
      112,
      BRIDGE.maxTab,
    ),
  )
  const placed = contents.ports.map((port) => {
    const peer = peers.get(port.name)
    return { port, x: peer?.x ?? 0, side: peer && peer.y > BRIDGE.bar / 2 ? ('bottom' as const) : ('top' as const) }
  })
  const top = placed.filter((one) => one.side === 'top').sort(byX)
  const bottom = placed.filter((one) => one.side === 'bottom').sort(byX)

  const guess = clamp(monoWidth(name, 15) + 92, BRIDGE.minWidth, BRIDGE.maxName)
  const tabSide = ownSide(contents.owner, guess, tabWidth)
  const taken = (side: Side, count: number) => (tabSide === side && count > 0 ? tabWidth + BRIDGE.padding : 0)
  const needs = (side: 'top' | 'bottom', count: number) => count * pitch(count) + BRIDGE.padding * 2 + taken(side, count)
  const width = Math.ceil(Math.max(guess, needs('top', top.length), needs('bottom', bottom.length)) / 8) * 8

  // Beside ports the tab stands at the end that is nearer to its owner; alone it stands straight above or below it.
  const crowded = tabSide === 'top' ? top.length > 0 : tabSide === 'bottom' ? bottom.length > 0 : false
  const atLeft = owner.x < width / 2
  const tabLeft = crowded
    ? atLeft
      ? 8
      : width - tabWidth - 8
    : clamp(owner.x - tabWidth / 2, 8, Math.max(8, width - tabWidth - 8))
  const spread = (list: typeof top, side: 'top' | 'bottom'): Port[] => {
    const lost = taken(side, list.length)
    const from = lost > 0 && atLeft ? lost : 0
    const room = width - lost
    return list.map(({ port }, at) => {
      const made: Port = { name: port.name, side, x: Math.round((from + (room * (at + 0.5)) / list.length) * 2) / 2 }
      if (port.link !== undefined) made.link = port.link
      if (port.end !== undefined) made.end = port.end
      if (port.nic) made.nic = true
      return made
    })
  }
  const ports = [...spread(top, 'top'), ...spread(bottom, 'bottom')]

  const hang = BRIDGE.tether + BRIDGE.tabHeight
  const middle = (BRIDGE.bar - BRIDGE.tabHeight) / 2
  const tabAt: Record<Side, Point> = {
    top: { x: tabLeft, y: -hang },
    bottom: { x: tabLeft, y: BRIDGE.bar + BRIDGE.tether },
    left: { x: -BRIDGE.tether - tabWidth, y: middle },
    right: { x: width + BRIDGE.tether, y: middle },
  }
  const tab = { ...tabAt[tabSide], width: tabWidth, height: BRIDGE.tabHeight }
  const offset = { x: Math.min(0, tab.x), y: Math.min(0, tab.y) }
  const move = <T extends Point>(at: T): T => ({ ...at, x: at.x - offset.x, y: at.y - offset.y })
  const box: BridgeBox = {
    shape: 'bridge',
    width: Math.max(width, tab.x + tab.width) - offset.x,
    height: Math.max(BRIDGE.bar, tab.y + tab.height) - offset.y,
    bar: move({ x: 0, y: 0, width, height: BRIDGE.bar }),
    tab: move(tab),
    tabSide,
    addresses,
    ports: ports.map((port) => ({ ...port, x: port.x - offset.x })),
  }
  return { box, offset }
}

/** The side of the bar that looks at the owner: an end of the bar where the owner is beside it and there is room for the tab between, else above or below. */
function ownSide(owner: Rect, width: number, tabWidth: number): Side {
  const away = centre(owner).y - BRIDGE.bar / 2
  const room = BRIDGE.tether + tabWidth + 24
  const onRight = owner.x - width
  const onLeft = -(owner.x + owner.width)
  if (onRight > room && Math.abs(away) < onRight * 1.5) return 'right'
  if (onLeft > room && Math.abs(away) < onLeft * 1.5) return 'left'
  return away < 0 ? 'top' : 'bottom'
}

/** Ports stand apart for the pointer's sake, closer together once there are many, and as a comb when the bar would be a mile long. */
function pitch(count: number): number {
  if (count > MANY.ports) return Math.max(BRIDGE.comb, (BRIDGE.tightPitch * MANY.ports) / count)
  return count > 24 ? BRIDGE.tightPitch : BRIDGE.pitch
}

function byX(a: { x: number; port: PortView }, b: { x: number; port: PortView }): number {
  return a.x - b.x || (a.port.name < b.port.name ? -1 : 1)
}
