import { addressOf, addressText, contains, networkOf, parseCidr } from '../../net/address'
import { DEFAULT_LEASE, leaseSeconds, leaseText } from '../../net/lease'
import type { Device, HeldServer, Netns } from './machine'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'

/** DHCP servers and clients. What a program reads from a file of its own is not to be known here, and said. */

function beyond({ name, words, session }: Call): Outcome {
  return session.report('warning', 'import-dhcp', { text: [name, ...words].join(' ') })
}

/** An option of a program, with all its spellings. */
interface Option<T> {
  names: readonly string[]
  /** What its word does; absent for one that takes a word and says nothing that a lab holds. */
  read?: (into: T, value: string) => void
}

/** Splits `--name=value`, `--name value`, `-nvalue` and `-n value`; flags and other words go to `rest`. */
function readOptions<T>(words: readonly string[], options: readonly Option<T>[], into: T): string[] {
  const rest: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const [, long, joined] = /^(--[a-z0-9-]+)=(.*)$/s.exec(word) ?? []
    const short = /^-[A-Za-z0-9]./.test(word) && !word.startsWith('--') ? word.slice(0, 2) : undefined
    const whole = options.find(({ names }) => names.includes(long ?? word))
    const cut = whole ? undefined : options.find(({ names }) => short !== undefined && names.includes(short))
    const option = whole ?? cut
    if (!option) {
      rest.push(word)
      continue
    }
    const value = joined ?? (cut ? word.slice(2) : (words[++at] ?? ''))
    option.read?.(into, value)
  }
  return rest
}

interface Wanted {
  interface?: string
  range?: [string, string]
  lease?: string
  /** Null: clients are to be told of none. */
  router?: string | null
  dns: string[]
  beyond: string[]
}

function isAddress(text: string): boolean {
  return addressOf(text)?.family === 4
}

/** `[tag:X,]FIRST,LAST[,MASK[,BROADCAST]][,LEASE]`, and `interface:X,…` in old texts. */
function readRange(into: Wanted, text: string): void {
  const parts = text.split(',').map((part) => part.trim())
  const named = parts.find((part) => part.startsWith('interface:'))
  if (named) into.interface ??= named.slice(10)
  const plain = parts.filter((part) => !/^(interface|tag|set|net):/.test(part))
  const [first = '', last = ''] = plain
  if (!isAddress(first) || !isAddress(last)) {
    into.beyond.push(text)
    return
  }
  into.range = [first, last]
  const lease = plain.slice(2).find((part) => !isAddress(part) && part !== '')
  if (lease !== undefined) into.lease = lease
}

/** `3,ADDRESS`, `option:router,ADDRESS`, `6,…`, `option:dns-server,…`; other options tell clients what a lab does not hold. */
function readOption(into: Wanted, text: string): void {
  const [option = '', ...values] = text.split(',').map((part) => part.trim())
  const addresses = values.filter((value) => value !== '')
  if (option === '3' || option === 'option:router') into.router = addresses[0] ?? null
  else if (option === '6' || option === 'option:dns-server') into.dns = addresses
  else into.beyond.push(text)
}

const DNSMASQ: readonly Option<Wanted>[] = [
  {
    names: ['-i', '--interface'],
    read: (into, value) => {
      into.interface = value.split(',').find((name) => name !== 'lo') ?? value
    },
  },
  { names: ['-F', '--dhcp-range'], read: readRange },
  { names: ['-O', '--dhcp-option'], read: readOption },
  {
    names: [
      '-C',
      '-7',
      '-x',
      '-l',
      '-I',
      '-a',
      '-u',
      '-g',
      '-r',
      '-S',
      '-A',
      '-p',
      '-s',
      '-H',
      '-X',
      '-c',
      '-8',
      '-m',
      '-T',
      '-G',
      '-P',
    ],
  },
  {
    names: [
      '--conf-file',
      '--conf-dir',
      '--pid-file',
      '--dhcp-leasefile',
      '--except-interface',
      '--listen-address',
      '--user',
      '--group',
      '--resolv-file',
      '--server',
      '--address',
      '--port',
      '--domain',
      '--dhcp-lease-max',
      '--cache-size',
      '--log-facility',
      '--dhcp-host',
      '--dhcp-hostsfile',
      '--dhcp-script',
    ],
  },
]

function networkHolding(device: Device, text: string) {
  const address = addressOf(text)
  const cidrs = device.addresses.map((held) => parseCidr(held.text)).filter((cidr) => typeof cidr === 'object')
  return address && cidrs.find((cidr) => cidr.family === 4 && contains(networkOf(cidr), address))
}

/** The interface that a server without `--interface` serves: that whose network holds its range. */
function facing(netns: Netns, first: string): Device | undefined {
  return [...netns.devices.values()].find((device) => !device.master && networkHolding(device, first))
}

function leaseOf(session: Session, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const seconds = leaseSeconds(text)
  if (seconds === undefined) {
    session.report('warning', 'dhcp-bad-lease', { text })
    return undefined
  }
  return seconds === leaseSeconds(DEFAULT_LEASE) ? undefined : leaseText(seconds)
}

/** `dnsmasq --interface=DEV --dhcp-range=FIRST,LAST[,LEASE] [--dhcp-option=3,ROUTER] [--dhcp-option=6,DNS]`. */
export function dnsmasq(call: Call): Outcome {
  const { words, netns, session } = call
  const wanted: Wanted = { dns: [], beyond: [] }
  readOptions(words, DNSMASQ, wanted)
  if (!wanted.range) return beyond(call)
  const device = wanted.interface === undefined ? facing(netns, wanted.range[0]) : session.device(netns, wanted.interface)
  if (!device) return wanted.interface === undefined ? beyond(call) : FAILED
  if (session.refusesDevice(device)) return DONE
  for (const text of wanted.beyond) session.report('warning', 'import-dhcp', { text })
  // Left unsaid, dnsmasq names itself.
  const own = networkHolding(device, wanted.range[0])
  const router = wanted.router === undefined ? own && addressText(own) : (wanted.router ?? undefined)
  const lease = leaseOf(session, wanted.lease)
  const server: HeldServer = {
    device,
    range: wanted.range,
    ...(router !== undefined && { router }),
    dns: wanted.dns,
    ...(lease !== undefined && { lease }),
    line: session.line,
  }
  if (netns.server) session.report('warning', 'import-second-server', { netns: netns.name, line: netns.server.line })
  else netns.server = server
  return DONE
}

/** The options that take a word, and those that end a client. */
const CLIENTS: Record<string, { takes: string; ends: RegExp; interface?: string }> = {
  dhclient: { takes: '-p -e -pf -lf -cf -sf -df -s -g -D -nc -H', ends: /^-(r|x)$/ },
  udhcpc: { takes: '-p -s -r -x -t -T -A -H -h -F -V -O -c -C', ends: /^$/, interface: 'eth0' },
  dhcpcd: {
    takes: '-f -c -e -h -i -I -l -m -o -O -Q -r -s -S -t -u -v -w -y -C -F -j -X -z -Z',
    ends: /^-(k|x|-release|-exit)$/,
  },
}

/** `dhclient DEV`, `udhcpc -i DEV`, `dhcpcd DEV`. Without an interface, each that has none of its own address. */
export function dhcpClient({ name, words, netns, session }: Call): Outcome {
  const { takes, ends, interface: usual } = CLIENTS[name] ?? { takes: '', ends: /^$/ }
  const names: string[] = []
  const options: Option<string[]>[] = [{ names: takes.split(' ') }]
  if (name === 'udhcpc') options.unshift({ names: ['-i', '--interface'], read: (into, value) => into.push(value) })
  const rest = readOptions(words, options, names)
  if (name !== 'udhcpc') names.push(...rest.filter((word) => !word.startsWith('-')))
  if (names.length === 0 && usual !== undefined) names.push(usual)
  const on = !rest.some((word) => ends.test(word))
  const all = [...netns.devices.values()].filter(({ kind, master, addresses }) => kind === 'veth' && !master && !addresses.length)
  const devices = names.length === 0 ? all : names.map((each) => session.deviceToSetUp(netns, each))
  for (const device of devices) {
    if (!device) return FAILED
    if ((!on && session.bares(device)) || session.refusesDevice(device)) continue
    if (device.kind !== 'veth' || device.master) session.report('warning', 'import-dhcp', { text: `${name} ${device.name}` })
    else if (on) {
      device.dhcp = true
      // A client takes its interface up before it asks.
      device.up = true
    } else delete device.dhcp
  }
  return DONE
}

/** Servers that read a file of their own. */
export const dhcpDaemon = beyond
