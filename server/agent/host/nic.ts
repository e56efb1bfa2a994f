import type { NicRecord } from '../../../core/state/host-record'
import { type Carried, deleteAddresses, readCarried, writeAddresses, writeRoutes } from '../kernel/carry'
import type { Channel } from '../kernel/channel'
import { linkIndex, setLink } from '../kernel/link'

type Saved = NonNullable<NicRecord['saved']>

/** What an interface of this computer carries, for the record. */
export function saveNic(route: Channel, name: string): Saved {
  const { addresses, routes } = readCarried(route, linkIndex(route, name))
  const hex = (bodies: readonly Buffer[]) => bodies.map((body) => body.toString('hex'))
  return { at: Date.now(), addresses: hex(addresses), routes: hex(routes) }
}

function carriedOf({ addresses, routes }: Saved): Carried {
  const bytes = (texts: readonly string[]) => texts.map((text) => Buffer.from(text, 'hex'))
  return { addresses: bytes(addresses), routes: bytes(routes) }
}

/**
 * Makes an interface a port and moves what it carries to the bridge. Nothing is awaited in between, and at every moment one of the two
 * has each address and each route, so that connections go on.
 */
export function attachNic(route: Channel, name: string, bridge: string, saved: Saved): void {
  const [nic, master] = [linkIndex(route, name), linkIndex(route, bridge)]
  const { addresses, routes } = carriedOf(saved)
  setLink(route, nic, { up: true, master }, `make ${name} a port of ${bridge}`)
  writeAddresses(route, addresses, { index: master }, `move the addresses of ${name} to ${bridge}`)
  writeRoutes(route, routes, nic, master, `move the routes through ${name} to ${bridge}`)
  deleteAddresses(route, addresses, nic, `take the addresses off ${name}`)
}

/** Gives an interface back what it had, from wherever it is now; what it has already stays. */
export function detachNic(route: Channel, bridge: string | undefined, { name, up, saved }: NicRecord): void {
  const nic = linkIndex(route, name)
  const { addresses, routes } = saved ? carriedOf(saved) : { addresses: [], routes: [] }
  const seconds = saved ? Math.round((Date.now() - saved.at) / 1000) : 0
  setLink(route, nic, { master: 0 }, `take ${name} out of its bridge`)
  writeAddresses(route, addresses, { index: nic, back: { seconds } }, `give ${name} its addresses back`)
  writeRoutes(route, routes, nic, nic, `give ${name} its routes back`)
  if (bridge !== undefined)
    deleteAddresses(route, addresses, linkIndex(route, bridge), `take the addresses of ${name} off ${bridge}`)
  if (!up) setLink(route, nic, { up: false }, `set ${name} down`)
}
