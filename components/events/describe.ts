import type { LinkState, MachineState, NetnsChange, NetnsState, RouteState, StateChange } from '../../core/state/state'
import type { Text } from '../i18n/text'

type Words = Text['panels']
type Line = string

/**
 * What a change of the kernel's state means, a sentence each, in the order of namespaces. `before` is the state that the
 * change was made on.
 */
export function describeStateChange(before: MachineState, change: StateChange, words: Words): Line[] {
  const lines: Line[] = []
  for (const [name, after] of Object.entries(change.namespaces)) {
    const old = before.namespaces[name]
    if (after === null) {
      if (old) lines.push(words.events.netnsGone(name))
    } else if (!old) lines.push(words.events.netnsNew(name))
    else lines.push(...netnsLines(old, after, words))
  }
  return lines
}

function netnsLines(old: NetnsState, after: NetnsChange, words: Words): Line[] {
  const t = words.events
  const lines: Line[] = []
  for (const [index, link] of Object.entries(after.links ?? {})) {
    const was = old.links[index]
    if (link === null) {
      if (was) lines.push(t.linkGone(was.name, old.name))
    } else if (!was) {
      lines.push(t.linkNew(link.name, old.name))
      for (const { address, automatic } of link.addresses) if (!automatic) lines.push(t.addressNew(address, link.name, old.name))
    } else lines.push(...linkLines(was, link, old.name, words))
  }
  if (after.routes) {
    const known = new Set(old.routes.map(routeText))
    const found = new Set(after.routes.map(routeText))
    for (const route of found) if (!known.has(route)) lines.push(t.routeNew(route, old.name))
    for (const route of known) if (!found.has(route)) lines.push(t.routeGone(route, old.name))
  }
  if (after.forwarding) {
    lines.push(...forwardingLines(old.forwarding, after.forwarding, old.name, words))
  }
  if (after.nat && JSON.stringify(after.nat) !== JSON.stringify(old.nat)) lines.push(t.natChanged(old.name))
  if (after.neighbours) {
    const known = new Map(old.neighbours.map((one) => [`${one.dev} ${one.address}`, one]))
    for (const one of after.neighbours) {
      const was = known.get(`${one.dev} ${one.address}`)
      if (one.mac && one.mac !== was?.mac) lines.push(t.neighbour(one.address, one.mac, old.name))
      else if (one.state === 'FAILED' && was?.state !== 'FAILED') lines.push(t.neighbourFailed(one.address, old.name))
    }
  }
  return lines
}

/** Each family has a setting of its own; changed together, they are one line. */
function forwardingLines(was: NetnsState['forwarding'], now: NetnsState['forwarding'], netns: string, words: Words): Line[] {
  const t = words.events
  const changed = (['ipv4', 'ipv6'] as const).filter((family) => was[family] !== now[family])
  if (changed.length === 2 && now.ipv4 === now.ipv6) return [now.ipv4 ? t.forwardingOn(netns) : t.forwardingOff(netns)]
  return changed.map((family) => {
    const name = { ipv4: 'IPv4', ipv6: 'IPv6' }[family]
    return now[family] ? t.forwardingOnOf(netns, name) : t.forwardingOffOf(netns, name)
  })
}

function linkLines(was: LinkState, link: LinkState, netns: string, words: Words): Line[] {
  const t = words.events
  const lines: Line[] = []
  if (was.name !== link.name) lines.push(t.linkRenamed(was.name, link.name, netns))
  if (was.up !== link.up) lines.push(link.up ? t.linkUp(link.name, netns) : t.linkDown(link.name, netns))
  else if (was.operstate !== link.operstate && link.up) {
    const state = link.operstate === 'down' ? words.kernel.noCarrier : (words.kernel.operstate[link.operstate] ?? link.operstate)
    lines.push(t.operstate(link.name, netns, state))
  }
  if (was.master !== link.master) {
    if (link.master !== undefined) lines.push(t.plugged(link.name, netns, link.master))
    else if (was.master !== undefined) lines.push(t.unplugged(link.name, netns, was.master))
  }
  if (was.mac !== link.mac) lines.push(t.mac(link.name, netns, link.mac))
  if (was.mtu !== link.mtu) lines.push(t.mtu(link.name, netns, link.mtu))
  const had = new Set(was.addresses.filter((one) => !one.automatic).map((one) => one.address))
  const has = new Set(link.addresses.filter((one) => !one.automatic).map((one) => one.address))
  for (const address of has) if (!had.has(address)) lines.push(t.addressNew(address, link.name, netns))
  for (const address of had) if (!has.has(address)) lines.push(t.addressGone(address, link.name, netns))
  return lines
}

/** A route as `ip route` begins to print it. */
function routeText({ to, via, dev, metric }: RouteState): string {
  const beside = metric === 0 ? '' : ` metric ${metric}`
  return `${to}${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}${beside}`
}
