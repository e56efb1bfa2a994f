import type { Op } from '../../../core/plan/ops'
import { nftJson } from '../../../core/script/nft'
import type { HostRecord } from '../../../core/state/host-record'
import { LINK_GROUP, linkOwner, ownerAlias, ROUTE_PROTOCOL } from '../../../core/state/owner'
import { isSharedNetns } from '../../../core/state/shared'
import { attachNic, detachNic } from '../host/nic'
import { announced } from '../kernel/announce'
import { keepFramesFromRules } from '../kernel/bridge-netfilter'
import type { Channel } from '../kernel/channel'
import { writeForwarding } from '../kernel/forwarding'
import { addAddress, deleteAddress } from '../kernel/ip-address'
import { KernelError } from '../kernel/libc'
import { addBridge, addVeth, deleteLink, getLink, linkIndex, parseLinks, setAlias, setLink, setStp } from '../kernel/link'
import { HOST_NETNS } from '../kernel/namespace'
import type { Namespaces } from '../kernel/namespaces'
import { deleteNeighbour, writeNeighbour } from '../kernel/neighbour'
import { commitRules } from '../kernel/nft'
import { ANY_PROTOCOL, addRoute, deleteRoute } from '../kernel/route'
import type { Services } from '../services/services'

type OpOf<Name extends Op['op']> = Extract<Op, { op: Name }>

/** The changes that the kernel makes before the call returns. */
export type ImmediateOp = Exclude<Op, WaitingOp>

/** The changes that a program makes. */
export type WaitingOp = OpOf<'rules-set' | 'rules-delete' | 'service-start' | 'service-stop'>

/** Turns steps into requests to the kernel, for one lab on one machine; knows all of them from the start. */
export class Executor {
  /** Which bridges the steps will make ports of which links. */
  private readonly futureBridges = new Map<string, string>()
  /** Ports whose bridge was set by the message that made them. */
  private readonly bornAttached = new Set<string>()
  /** Indexes of links by namespace and name, as learned during this run; every step that could change one forgets it. */
  private readonly indexes = new Map<string, Map<string, number>>()

  constructor(
    private readonly namespaces: Namespaces,
    private readonly services: Services,
    private readonly lab: string,
    ops: readonly Op[],
    /** What labs changed of this computer, as it stands on record before the first step. */
    private readonly record: HostRecord | undefined,
  ) {
    for (const op of ops) if (op.op === 'port-attach') this.futureBridges.set(portKey(op), op.bridge)
  }

  /** Makes one change. Throws with the kernel's or the program's own words. */
  async run(op: Op): Promise<void> {
    switch (op.op) {
      case 'rules-set':
      case 'rules-delete':
        return commitRules(this.namespaces.get(op.netns), nftJson(op))
      case 'service-start':
        return this.services.start(this.namespaces.get(op.netns), op.lab, op.service)
      case 'service-stop':
        return this.services.stop(this.namespaces.get(op.netns), op.service)
      default:
        this.runNow(op)
    }
  }

  /** True for the changes that take a program, and so have to be waited for. */
  static waits(op: Op): op is WaitingOp {
    return op.op === 'rules-set' || op.op === 'rules-delete' || op.op === 'service-start' || op.op === 'service-stop'
  }

  /** Makes one change that the kernel makes at once. */
  runNow(op: ImmediateOp): void {
    switch (op.op) {
      case 'netns-add':
        this.namespaces.create(op.netns, { lab: this.lab, id: op.id })
        return
      case 'netns-delete':
        this.namespaces.delete(op.netns)
        this.indexes.delete(op.netns)
        return
      case 'netns-rename':
        this.namespaces.rename(op.netns, op.to)
        this.indexes.delete(op.netns)
        return
      case 'veth-add':
        this.addVeth(op)
        return
      case 'bridge-add': {
        const namespace = this.namespaces.get(op.netns)
        const { route } = namespace
        // The root's was settled when the agent started, for it alone knows whether that root is a sandbox's.
        if (op.netns !== HOST_NETNS) namespace.enter(keepFramesFromRules)
        addBridge(route, op, LINK_GROUP)
        this.mark(route, op.name, () => {
          this.index(op.netns, op.name)
          setAlias(route, op.name, ownerAlias({ lab: this.lab, id: op.node }))
        })
        return
      }
      case 'link-delete':
        this.deleteLink(op)
        return
      case 'link-rename':
        this.setLink(op, { name: op.to }, `rename ${op.name} to ${op.to}`)
        this.forget(op.netns, op.name)
        this.forget(op.netns, op.to)
        return
      case 'link-move':
        this.setLink(op, { netns: this.namespaces.get(op.to).fd }, `move ${op.name} to ${op.to}`)
        this.forget(op.netns, op.name)
        this.forget(op.to, op.name)
        return
      case 'link-up':
        this.setLink(op, { up: true }, `set ${op.name} up`)
        return
      case 'link-down':
        this.setLink(op, { up: false }, `set ${op.name} down`)
        return
      case 'link-mac':
        this.namespaces
          .get(op.netns)
          .enter(() => announced(op.name, () => this.setLink(op, { mac: op.mac }, `set the MAC of ${op.name}`)))
        return
      case 'link-mtu':
        this.setLink(op, { mtu: op.mtu }, `set the MTU of ${op.name}`)
        return
      case 'bridge-stp':
        setStp(this.namespaces.get(op.netns).route, op.name, op.stp)
        return
      case 'port-attach':
        if (!this.bornAttached.delete(portKey(op)))
          this.setLink(op, { master: this.index(op.netns, op.bridge) }, `attach ${op.name} to ${op.bridge}`)
        return
      case 'nic-attach':
      case 'nic-detach':
        this.moveNic(op)
        return
      case 'port-detach':
        this.setLink(op, { master: 0 }, `detach ${op.name}`)
        return
      case 'address-add':
        addAddress(
          this.namespaces.get(op.netns).route,
          this.index(op.netns, op.dev),
          op.address,
          `add ${op.address} to ${op.dev}`,
        )
        return
      case 'address-delete':
        deleteAddress(
          this.namespaces.get(op.netns).route,
          this.index(op.netns, op.dev),
          op.address,
          `delete ${op.address} from ${op.dev}`,
        )
        return
      case 'route-add':
      case 'route-delete':
        this.route(op)
        return
      case 'neighbour-add':
      case 'neighbour-delete':
        this.neighbour(op)
        return
      case 'forwarding': {
        const namespace = this.namespaces.get(op.netns)
        writeForwarding(namespace.route, namespace.fd, { ipv4: op.on, ipv6: op.ipv6 ?? op.on })
        return
      }
    }
  }

  /** An interface that is not ours, and so moves only with a record of what it had. */
  private moveNic(op: OpOf<'nic-attach' | 'nic-detach'>): void {
    const { route } = this.namespaces.get(op.netns)
    const nic = this.record?.nics?.find(({ lab, name }) => lab === this.lab && name === op.name)
    if (!nic?.saved) throw new Error(`what ${op.name} carries is not on record`)
    if (op.op === 'nic-attach') attachNic(route, op.name, op.bridge, nic.saved)
    else detachNic(route, this.linkHere(op.netns, op.bridge) ? op.bridge : undefined, nic)
  }

  private linkHere(netns: string, name: string): boolean {
    try {
      return linkIndex(this.namespaces.get(netns).route, name) > 0
    } catch (error) {
      if (error instanceof KernelError && error.code === 'ENODEV') return false
      throw error
    }
  }

  /** The end that will be a port comes first: its bridge can be set by the message that makes the pair. */
  private addVeth({ link, ends }: OpOf<'veth-add'>): void {
    const end = this.masterOf(ends[0]) === undefined && this.masterOf(ends[1]) !== undefined ? 1 : 0
    const here = ends[end]
    const there = ends[(1 - end) as 0 | 1]
    const near = this.namespaces.get(here.netns)
    const far = this.namespaces.get(there.netns)
    const master = this.masterOf(here)
    addVeth(near.route, { ...here, master }, there, far.fd, LINK_GROUP)
    if (master !== undefined) this.bornAttached.add(portKey(here))
    this.mark(near.route, here.name, () => {
      setAlias(near.route, here.name, ownerAlias({ lab: this.lab, id: link, end }))
      setAlias(far.route, there.name, ownerAlias({ lab: this.lab, id: link, end: end === 0 ? 1 : 0 }))
    })
  }

  /** Marks a link that has just been made: without its marks it would be nobody's, and stay for ever. */
  private mark(route: Channel, name: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      deleteLink(route, linkIndex(route, name), `take back ${name}`)
      throw error
    }
  }

  /** The index of the bridge that this new end will be a port of, where that is there already. */
  private masterOf(end: { netns: string; name: string }): number | undefined {
    const bridge = this.futureBridges.get(portKey(end))
    return bridge === undefined ? undefined : this.known(end.netns, bridge)
  }

  /** Deletes a link that carries an owner's marks: a name alone could meanwhile mean somebody else's. */
  private deleteLink({ netns, name }: OpOf<'link-delete'>): void {
    const { route } = this.namespaces.get(netns)
    const what = `delete ${name}`
    const index = linkIndex(route, name)
    const answer = getLink(route, index)
    const [link] = answer ? parseLinks(answer) : []
    if (!link?.alias || !linkOwner(link.alias, link.group)) throw new Error(`${what}: it does not carry our marks`)
    deleteLink(route, index, what)
    // Its peer goes with it, wherever that was.
    this.indexes.clear()
  }

  private setLink(op: { netns: string; name: string }, change: Parameters<typeof setLink>[2], what: string): void {
    // The kernel finds a link by its name as well as we could; asking for the index first doubles the requests of a port.
    const link = change.name === undefined ? (this.known(op.netns, op.name) ?? op.name) : this.index(op.netns, op.name)
    setLink(this.namespaces.get(op.netns).route, link, change, what)
  }

  private route(op: OpOf<'route-add' | 'route-delete'>): void {
    const { route } = this.namespaces.get(op.netns)
    const target = { ...op, index: op.dev === undefined ? 0 : this.index(op.netns, op.dev) }
    const words = `route to ${op.to}${op.via === undefined ? '' : ` via ${op.via}`}${op.dev === undefined ? '' : ` dev ${op.dev}`}`
    if (op.op === 'route-add') addRoute(route, target, op.protocol ?? ROUTE_PROTOCOL, `add ${words}`)
    else deleteRouteOf(op.netns, (protocol) => deleteRoute(route, target, protocol, `delete ${words}`))
  }

  private neighbour(op: OpOf<'neighbour-add' | 'neighbour-delete'>): void {
    const { route } = this.namespaces.get(op.netns)
    const index = this.index(op.netns, op.dev)
    const words = `the neighbour ${op.address} on ${op.dev}`
    if (op.op === 'neighbour-add') writeNeighbour(route, index, op, ROUTE_PROTOCOL, `write ${words}`)
    else deleteNeighbour(route, index, op.address, `delete ${words}`)
  }

  private known(netns: string, name: string): number | undefined {
    return this.indexes.get(netns)?.get(name)
  }

  private index(netns: string, name: string): number {
    let names = this.indexes.get(netns)
    if (!names) {
      names = new Map()
      this.indexes.set(netns, names)
    }
    const known = names.get(name)
    if (known !== undefined) return known
    const index = linkIndex(this.namespaces.get(netns).route, name)
    names.set(name, index)
    return index
  }

  private forget(netns: string, name: string): void {
    this.indexes.get(netns)?.delete(name)
  }
}

/** In the root namespace and in containers only our own routes may go; in a namespace of ours whatever is surplus, whoever wrote it. */
function deleteRouteOf(netns: string, remove: (protocol: number) => void): void {
  try {
    remove(ROUTE_PROTOCOL)
  } catch (error) {
    if (isSharedNetns(netns) || !(error instanceof KernelError) || error.code !== 'ESRCH') throw error
    remove(ANY_PROTOCOL)
  }
}

function portKey({ netns, name }: { netns: string; name: string }): string {
  return `${netns}/${name}`
}

/** The words of an error for the user: the kernel's own where it was the kernel. */
export function errorWords(error: unknown): string {
  if (error instanceof KernelError) return error.message
  return error instanceof Error ? error.message : String(error)
}
