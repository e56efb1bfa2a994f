import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readForeignChains } from '../../core/state/foreign-nft'
import { isOwnTable, readNftRuleset } from '../../core/state/nft'
import { linkOwner } from '../../core/state/owner'
import type { AddressState, LinkState, MachineState, NeighbourState, NetnsState, Owner, RouteState } from '../../core/state/state'

/**
 * A machine as `ip -j` and `nft -j` tell it: a witness that shares no code with the agent. For tests in a private root
 * (`scripts/private-root.sh`) only.
 */

export function run(program: string, args: string[], input?: string): string {
  return execFileSync(program, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 64 << 20 })
}

/** What the tools print inside one namespace. */
export interface Dump {
  netns: string
  addresses: Record<string, unknown>[]
  routes4: Record<string, unknown>[]
  routes6: Record<string, unknown>[]
  /** IPv4's and IPv6's, `0` or `1`. */
  forwarding: string[]
  /** Permanent ones. */
  neighbours: Record<string, unknown>[]
  /** As the firewall's own tools list their rules, IPv4's and IPv6's for iptables. */
  rules: string[]
}

export type Firewall = 'nft' | 'iptables'

const SEPARATOR = '@@@@'
const LOOK: Record<Firewall, string[]> = {
  nft: ['nft -j list ruleset'],
  iptables: ['iptables-save -t nat', 'ip6tables-save -t nat', 'iptables-save -t filter', 'ip6tables-save -t filter'],
}

function json(text = ''): Record<string, unknown>[] {
  return text.trim() === '' ? [] : JSON.parse(text)
}

/** Everything that the tools say about every namespace, by one shell: starting each of them from here would take ten times as long. */
export function dumpMachine(firewall: Firewall): Dump[] {
  const look = [
    'ip -j -d address',
    'ip -j -d route show table main',
    'ip -6 -j -d route show table main',
    'ip -j neighbour show nud permanent',
    'cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding',
    ...LOOK[firewall],
  ]
  const inside = look.join(`; echo; echo ${SEPARATOR}; `)
  const script = `
    look() { sh -c '${inside}' 2>/dev/null; echo; echo ${SEPARATOR}; }
    look
    for netns in $(ls /run/netns 2>/dev/null); do ip netns exec "$netns" sh -c '${inside}' 2>/dev/null; echo; echo ${SEPARATOR}; done`
  const parts = run('sh', ['-c', script]).split(`\n${SEPARATOR}\n`)
  return ['host', ...namespaceNames().sort()].map((netns, index) => {
    const [addresses, routes4, routes6, neighbours, forwarding = '', ...rules] = parts.slice(
      index * look.length,
      (index + 1) * look.length,
    )
    return {
      netns,
      // Devices that `ip address` has nothing to say about come as empty objects.
      addresses: json(addresses).filter(({ ifname }) => ifname !== undefined),
      routes4: json(routes4),
      routes6: json(routes6),
      neighbours: json(neighbours),
      forwarding: forwarding.trim().split('\n'),
      rules,
    }
  })
}

/** The names of the namespaces, in the order of the register. */
export function namespaceNames(): string[] {
  return run('sh', ['-c', 'ls /run/netns 2>/dev/null || true'])
    .split('\n')
    .filter((name) => name !== '')
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

function neighbour({ dst, dev, lladdr, protocol }: Record<string, unknown>): NeighbourState {
  return {
    address: String(dst),
    mac: String(lladdr),
    dev: String(dev),
    state: 'PERMANENT',
    ...(protocol !== undefined && { protocol: PROTOCOLS[String(protocol)] ?? Number(protocol) }),
  }
}

function netnsState(dump: Dump, owner: Owner | undefined): NetnsState {
  const links: Record<string, LinkState> = {}
  for (const entry of dump.addresses) links[String(entry.ifindex)] = link(entry)
  const routes = [...dump.routes4.map((entry) => route(4, entry)), ...dump.routes6.map((entry) => route(6, entry))]
  const rules: unknown = JSON.parse(dump.rules[0] ?? '')
  const { nat, foreignTables } = readNftRuleset(rules)
  const foreignChains = readForeignChains(rules, isOwnTable)
  return {
    name: dump.netns,
    inode: 0,
    ...(owner && { owner }),
    links,
    routes: routes.filter(({ to, protocol }) => !(protocol === 2 && (to === 'fe80::/64' || to.startsWith('ff00:')))),
    neighbours: dump.neighbours.map(neighbour),
    forwarding: { ipv4: dump.forwarding[0] === '1', ipv6: dump.forwarding[1] === '1' },
    nat,
    foreignTables,
    ...(foreignChains.length > 0 && { foreignChains }),
  }
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
  const namespaces: Record<string, NetnsState> = {}
  for (const dump of dumpMachine('nft')) namespaces[dump.netns] = netnsState(dump, owners.get(dump.netns))
  connectPeers(namespaces)
  return { epoch: 'ip', seq: 0, namespaces }
}

/** Empties the private root of whatever a run left that failed, so that the next one, and a shrunk one, starts from nothing. */
export function sweepRoot(): void {
  if (!isPrivateRoot()) throw new Error('this empties the network namespace that it runs in: run it by scripts/private-root.sh')
  run('sh', [
    '-c',
    `for netns in $(ls /run/netns 2>/dev/null); do ip netns delete "$netns"; done
    while ls -d /proc/sys/net/ipv4/conf/*/ | grep -v -q -E '/(all|default|lo)/$'; do
      # The other end, or a namespace that is still going, may take a link with it at any moment.
      for link in $(ls /proc/sys/net/ipv4/conf | grep -v -E '^(all|default|lo)$'); do ip link delete dev "$link" 2>/dev/null; done
    done
    nft flush ruleset
    ip route flush table main; ip -6 route flush table main
    ip address flush dev lo; ip link set lo down
    rm -rf /run/netloom-*`,
  ])
}

/**
 * Whether this is a machine of its own, and not the computer that somebody works on. The first user namespace has all ids (user_namespaces(7));
 * where there is no other, the first process is the script that made the machine.
 */
function isPrivateRoot(): boolean {
  const [, , count] = readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/)
  return count !== '4294967295' || readFileSync('/proc/1/cmdline', 'utf8').split('\0').includes('private-root')
}
