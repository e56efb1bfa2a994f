import type { ElementRef } from '../lab/element'
import { HOST, nodeNameById } from '../lab/ids'
import type { Lab } from '../lab/schema'
import type { LinkState, MachineState } from '../state/state'
import type { Hop } from './packet'
import type { Place } from './segment'
import { linkByName } from './segment'
import type { Trace } from './trace'

/** The trace as the canvas draws it: elements in the order in which the packet passes them, there and back. */
export interface DrawnTrace {
  request: ElementRef[]
  reply: ElementRef[]
}

/** Turns a trace's kernel interfaces into the lab's elements, by the owner's marks; what is foreign is left out. */
export function drawTrace(trace: Trace, lab: Lab, state: MachineState): DrawnTrace {
  return { request: drawHops(trace.request, lab, state), reply: drawHops(trace.reply, lab, state) }
}

function drawHops(hops: Hop[], lab: Lab, state: MachineState): ElementRef[] {
  const out: ElementRef[] = []
  for (const hop of hops) {
    push(out, nodeOfNetns(hop.netns, lab, state))
    for (const [index, place] of hop.places.entries()) {
      // Coming in, a frame is on the link before it is at the bridge; going out, the other way round.
      const refs = [bridgeOf(place, lab, state), linkOf(place, lab)]
      for (const ref of comesFrom(place, hop.places[index - 1]) ? refs.reverse() : refs) push(out, ref)
    }
  }
  return out
}

/** The lab's node that a netns is, by its registered owner. */
function nodeOfNetns(netns: string, lab: Lab, state: MachineState): ElementRef | undefined {
  if (netns === HOST) return { kind: 'node', node: HOST }
  const owner = state.namespaces[netns]?.owner
  const node = owner?.lab === lab.name ? nodeNameById(lab, owner.id) : undefined
  return node === undefined ? undefined : { kind: 'node', node }
}

function linkOf(place: Place, lab: Lab): ElementRef | undefined {
  const owner = place.link.owner
  return owner?.lab === lab.name && owner.end !== undefined && lab.links[owner.id] ? { kind: 'link', link: owner.id } : undefined
}

/** Whether the frame reached `place` over its veth pair, and not from inside its bridge. */
function comesFrom(place: Place, previous: Place | undefined): boolean {
  return previous !== undefined && place.link.peer?.netns === previous.netns && place.link.peer.index === previous.link.index
}

/** The bridge that a port belongs to, or that an interface is. */
function bridgeOf(place: Place, lab: Lab, state: MachineState): ElementRef | undefined {
  const bridge: LinkState | undefined =
    place.link.kind === 'bridge'
      ? place.link
      : place.link.master === undefined
        ? undefined
        : linkByName(state.namespaces[place.netns], place.link.master)
  const node = bridge?.owner?.lab === lab.name ? nodeNameById(lab, bridge.owner.id) : undefined
  return node === undefined ? undefined : { kind: 'node', node }
}

/** A link's two ends are two places but one element, and a bridge's two ports one bridge: repeats are dropped. */
function push(out: ElementRef[], ref: ElementRef | undefined): void {
  if (!ref) return
  const last = out[out.length - 1]
  if (last && JSON.stringify(last) === JSON.stringify(ref)) return
  out.push(ref)
}
