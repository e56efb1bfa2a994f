import { execFileSync, spawnSync } from 'node:child_process'
import { readNftRuleset } from '../../core/state/nft'
import { linkOwner } from '../../core/state/owner'
import type { AddressState, LinkState, MachineState, NetnsState, Owner, RouteState } from '../../core/state/state'

/**
 * A machine as `ip -j` and `nft -j` tell it: a witness that shares no code with the agent. For tests in a private root
 * (`scripts/private-root.sh`) only.
 */

export function run(program: string, args: string[], input?: string): string {
  return execFileSync(program, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 64 << 20 })
}

function ipJson(netns: string, ...args: string[]): Record<string, unknown>[] {
  const where = netns === 'host' ? [] : ['-n', netns]
  const text = run('ip', ['-j', '-d', ...where, ...args])
  return text.trim() === '' ? [] : JSON.parse(text)
}

export function namespaceNames(): string[] {
  const text = run('ip', ['-j', 'netns', 'list'])
  return text.trim() === '' ? [] : (JSON.parse(text) as { name: string }[]).map(({ name }) => name)
}

const PROTOCOLS: Record<string, number> = { redirect: 1, kernel: 2, boot: 3, static: 4, ra: 9 }

function address(entry: Record<string, unknown>): AddressState {
  const { local, prefixlen, scope, secondary, tentative, family } = entry
  const text = `${local}/${prefixlen}`
  const automatic = (family === 'inet6' && scope === 'link') || text === '::1/128' || text === '127.0.0.1/8'
  return {
    address: text,
    scope: scope as AddressState['scope'],
    automatic,
    ...(secondary === true && { secondary: true }),
    ...(tentative === true && { tentative: true }),
  }
}

function link(entry: Record<string, unknown>): LinkState {
  const info = entry.linkinfo as
    | { info_kind?: string; info_data?: { stp_state?: number }; info_slave_data?: { state?: string } }
    | undefined
  const flags = entry.flags as string[]
  const alias = entry.ifalias as string | undefined
  const group = entry.group === 'default' ? 0 : Number(entry.group)
  const owner = linkOwner(alias, group)
  return {
    index: entry.ifindex as number,
    name: entry.ifname as string,
    kind: info?.info_kind ?? (entry.link_type === 'loopback' ? 'loopback' : 'physical'),
    mac: entry.address as string,
    mtu: entry.mtu as number,
    up: flags.includes('UP'),
    operstate: String(entry.operstate).toLowerCase(),
    carrier: !flags.includes('NO-CARRIER'),
    ...(entry.master !== undefined && { master: entry.master as string }),
    ...(info?.info_data?.stp_state !== undefined && { stp: info.info_data.stp_state === 1 }),
    ...(alias !== undefined && { alias }),
    group,
    ...(owner && { owner }),
    addresses: (entry.addr_info as Record<string, unknown>[]).map(address),
  }
}

function route(family: 4 | 6, entry: Record<string, unknown>): RouteState {
  const { dst, gateway, dev, metric, protocol } = entry
  const bits = family === 4 ? 32 : 128
  const to = dst === 'default' || String(dst).includes('/') ? String(dst) : `${dst}/${bits}`
  return {
    family,
    to,
    ...(gateway !== undefined && { via: String(gateway) }),
    ...(dev !== undefined && { dev: String(dev) }),
    metric: Number(metric ?? 0),
    protocol: PROTOCOLS[String(protocol)] ?? Number(protocol),
    scope: entry.scope === 'link' ? 253 : 0,
  }
}

function readNetns(name: string, owner: Owner | undefined): NetnsState {
  const links: Record<string, LinkState> = {}
  for (const entry of ipJson(name, 'address')) {
    if (entry.ifname !== undefined) links[String(entry.ifindex)] = link(entry)
  }
  const routes = [
    ...ipJson(name, 'route', 'show', 'table', 'main').map((entry) => route(4, entry)),
    ...ipJson(name, '-6', 'route', 'show', 'table', 'main').map((entry) => route(6, entry)),
  ].filter(({ to, protocol }) => !(protocol === 2 && (to === 'fe80::/64' || to.startsWith('ff00:'))))
  const script = 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding; nft -j list ruleset'
  const text = name === 'host' ? run('sh', ['-c', script]) : run('ip', ['netns', 'exec', name, 'sh', '-c', script])
  const [ipv4, ipv6, ...rules] = text.split('\n')
  const { nat, foreignTables } = readNftRuleset(JSON.parse(rules.join('\n')))
  const forwarding = { ipv4: ipv4 === '1', ipv6: ipv6 === '1' }
  return { name, inode: 0, ...(owner && { owner }), links, routes, neighbours: [], forwarding, nat, foreignTables }
}

/** Finds each veth's other end by our marks, which all links in these tests carry. */
function connectPeers(namespaces: Record<string, NetnsState>): void {
  const ends = new Map<string, { netns: string; link: LinkState }>()
  for (const netns of Object.values(namespaces)) {
    for (const link of Object.values(netns.links))
      if (link.owner?.end !== undefined) ends.set(`${link.owner.id} ${link.owner.end}`, { netns: netns.name, link })
  }
  for (const { link } of ends.values()) {
    const peer = ends.get(`${link.owner?.id} ${link.owner?.end === 0 ? 1 : 0}`)
    if (peer) link.peer = { netns: peer.netns, index: peer.link.index }
  }
}

/** The whole machine. `owners` says which namespace belongs to which node id; the kernel has no place for that mark. */
export function readMachine(owners: ReadonlyMap<string, Owner>): MachineState {
  const namespaces: Record<string, NetnsState> = { host: readNetns('host', undefined) }
  for (const name of namespaceNames()) namespaces[name] = readNetns(name, owners.get(name))
  connectPeers(namespaces)
  return { epoch: 'ip', seq: 0, namespaces }
}

/** Empties the private root of whatever a run left that failed, so that the next one, and a shrunk one, starts from nothing. */
export function sweepRoot(): void {
  for (const name of namespaceNames()) run('ip', ['netns', 'delete', name])
  for (const { ifname } of ipJson('host', 'link')) {
    const there = () => ipJson('host', 'link').some((link) => link.ifname === ifname)
    // The other end, or a namespace that is still going, may take a link with it at any moment.
    while (ifname !== 'lo' && there()) spawnSync('ip', ['link', 'delete', 'dev', String(ifname)])
  }
  run('nft', ['flush', 'ruleset'])
  run('sh', [
    '-c',
    'ip route flush table main; ip -6 route flush table main; ip address flush dev lo; ip link set lo down; rm -rf /run/netloom-*',
  ])
}
