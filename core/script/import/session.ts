import type { Severity } from '../../check/diagnostic'
import { HOST } from '../../lab/ids'
import { isInterfaceName, isNodeName } from '../../net/names'
import { nearest } from '../../net/similar'
import type { Params } from '../../text/words'
import type { Findings, ImportFinding } from './finding'
import type { Device, Machine, Netns } from './machine'

/** What a program leaves behind: its exit status and what it would print. */
export interface Outcome {
  status: number
  out: string
}

export const DONE: Outcome = { status: 0, out: '' }
export const FAILED: Outcome = { status: 1, out: '' }

/** One call of a program: its words without its name, where it runs, and what comes in. */
export interface Call {
  name: string
  words: readonly string[]
  netns: Netns
  stdin?: string
  session: Session
}

export type Program = (call: Call) => Outcome

/** Stands in a word for what only a real run would know. */
export const UNKNOWN = '\u{e000}'
/** Stands for the MAC that an interface has by itself. */
export const OWN_MAC = '\u{e003}'

/** Interfaces that a machine has by itself, by the names that drivers, systemd and Docker give them. */
const NIC = /^(eth|en[ospxf]|em|ens|eno|enp|wl|ww|usb|bond|team|docker|virbr|br-|cni|tun|tap|wg|ppp)[\w.-]*$/

export class Session {
  /** The line of the command that runs. */
  line = 1
  /** Paths that were made, so that a later test finds them. */
  readonly paths = new Set<string>()
  /** Programs that do something, but nothing that a lab holds, with the lines of their first calls. */
  readonly leftOut = new Map<string, number>()
  private orders = 0

  constructor(
    readonly machine: Machine,
    readonly findings: Findings,
    /** Runs a command inside a namespace. */
    readonly run: (words: readonly string[], netns: Netns, stdin?: string) => Outcome,
    /** Runs shell text inside a namespace. */
    readonly runText: (text: string, netns: Netns, args?: readonly string[]) => Outcome,
  ) {}

  /** Numbers rules in the order in which they are written. */
  nextOrder(): number {
    return ++this.orders
  }

  report(severity: Severity, code: ImportFinding['code'], params: Params = {}): Outcome {
    this.findings.add(this.line, severity, code, params)
    return severity === 'error' ? FAILED : DONE
  }

  /** The namespace of this name. One that was never made, or was deleted, is taken as there: the rest of the text relies on it. */
  netnsNamed(name: string): Netns | undefined {
    const known = this.machine.named(name)
    if (known) return known
    if (!this.validNetns(name)) return undefined
    const container = this.machine.containers.get(name)
    if (container) {
      this.report('warning', 'import-container-nameless', { name })
      return container
    }
    const deleted = this.machine.deleted.get(name)
    if (deleted === undefined) {
      const near = nearest(name, this.machine.netns.keys())
      this.report('warning', 'import-netns-unmade', { name, near })
    } else this.report('warning', 'import-netns-deleted', { name, line: deleted })
    return this.machine.addNetns(name, this.line)
  }

  validNetns(name: string): boolean {
    if (isNodeName(name) && !name.includes(UNKNOWN)) return true
    this.report('error', 'bad-node-name', { name })
    return false
  }

  /** The interface of this name in a namespace; says why when there is none. */
  device(netns: Netns, given: string): Device | undefined {
    const name = given.replace(/@[^@]*$/, '')
    const found = netns.devices.get(name)
    if (found) return found
    const elsewhere = this.machine.all().flatMap(({ devices }) => devices.get(name) ?? [])
    const where = netns.name
    const mistaken = elsewhere.find(({ fromHost }) => !netns.root || !NIC.test(name) || fromHost)
    if (netns.container && name === 'eth0') return this.machine.addDevice('nic', name, netns, this.line)
    if (mistaken) this.report('error', 'import-device-elsewhere', { name, netns: where, other: mistaken.netns.name })
    else if (netns.root && NIC.test(name)) return this.machine.addDevice('nic', name, netns, this.line)
    else this.report('error', 'import-no-device', { name, netns: where, near: nearest(name, netns.devices.keys()) })
    return undefined
  }

  /**
   * The interface that is to be set up in a namespace. One that still lies on the host, untouched, was forgotten to be moved:
   * it is moved, and the finding says so.
   */
  deviceToSetUp(netns: Netns, name: string): Device | undefined {
    const fresh = netns.devices.has(name) ? undefined : this.machine.host.devices.get(name)
    const forgotten = fresh?.kind === 'veth' && !fresh.master && !fresh.up && fresh.addresses.length === 0
    if (!forgotten || netns.root) return this.device(netns, name)
    this.report('warning', 'import-device-moved', { name, netns: netns.name, other: HOST })
    this.machine.moveDevice(fresh, netns)
    return fresh
  }

  /** Brings up an interface of a namespace that was mistaken for this one, and says so; false where it is not to be told which is meant. */
  raisedElsewhere(netns: Netns, name: string): boolean {
    if (netns.root || netns.devices.has(name) || this.machine.host.devices.has(name)) return false
    const found = this.machine.all().flatMap(({ devices }) => devices.get(name) ?? [])
    const [only] = found
    if (!only || found.length > 1 || only.kind !== 'veth') return false
    this.report('warning', 'import-up-elsewhere', { name, netns: netns.name, other: only.netns.name })
    only.up = true
    return true
  }

  /** Whether a new interface may have this name; says why when not. */
  mayName(netns: Netns, name: string): boolean {
    if (!isInterfaceName(name) || name.includes(UNKNOWN)) {
      this.report('error', 'bad-interface-name', { name })
      return false
    }
    const known = netns.devices.get(name)
    if (!known) return true
    this.report('error', 'import-device-exists', { name, netns: netns.name, line: known.line })
    return false
  }

  /** True for the machine's own interface, which may lose its addresses only to a bridge; whether it does shows at the end. */
  bares(device: Device): boolean {
    if (device.kind !== 'nic') return false
    device.bared ??= []
    device.bared.push(this.line)
    return true
  }

  /** True, after saying so, for an interface of which a lab cannot hold what the text does with it. */
  refusesDevice(device: Device): boolean {
    if (device.kind === 'nic') this.report('warning', 'import-nic', { name: device.name, of: device.netns.name })
    else if (device.kind === 'other') this.report('warning', 'import-other-device', { name: device.name })
    else return false
    return true
  }
}
