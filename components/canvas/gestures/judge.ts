import type { Diagnostic } from '../../../core/check/diagnostic'
import { refuse } from '../../../core/edit/build'
import type { Command } from '../../../core/edit/change'
import { joinNodes, reconnectEnd } from '../../../core/edit/join'
import { natByDrop } from '../../../core/edit/nat'
import { setNicBridge } from '../../../core/edit/nic'
import type { ElementRef } from '../../../core/lab/element'
import { HOST, parseEndpoint } from '../../../core/lab/ids'
import type { Lab } from '../../../core/lab/schema'

/** A line from `from`; for `reconnect`, that is the node at the end that stays. */
export type Gesture =
  | { kind: 'join'; from: string }
  | { kind: 'nat'; from: string }
  | { kind: 'ping'; from: string }
  /** From an interface of this computer, which a bridge takes as its port; a sandbox has none. */
  | { kind: 'nic'; from: string; nic: string; sandbox: boolean }
  | { kind: 'reconnect'; from: string; link: string; end: 0 | 1 }

/** What dropping the line on a node would do, or why it cannot be done. */
export type Verdict =
  | {
      ok: true
      /** Absent for what changes no lab, as a ping. */
      command?: Command
      /** What is selected afterwards, and typed into where its addresses were filled in. */
      select?: ElementRef
      edit?: ElementRef
    }
  | { ok: false; refused?: Diagnostic }

/** Asks the builder of the edit itself, so that what is promised is what happens. */
export function judge(lab: Lab, gesture: Gesture, target: string): Verdict {
  switch (gesture.kind) {
    case 'ping':
      return { ok: target !== gesture.from }
    case 'join': {
      const joined = joinNodes(lab, gesture.from, target)
      if ('refused' in joined) return { ok: false, refused: joined.refused }
      const { command, link, edit } = joined
      const select: ElementRef = { kind: 'link', link }
      return edit
        ? { ok: true, command, select, edit: { kind: 'interface', node: edit.node, name: edit.interface } }
        : { ok: true, command, select }
    }
    case 'nat': {
      const made = natByDrop(lab, gesture.from, target)
      if ('refused' in made) return { ok: false, refused: made.refused }
      const node = lab.nodes[gesture.from]
      const index = node && node.kind !== 'bridge' ? (node.nat?.length ?? 0) : 0
      return { ok: true, command: made.command, select: { kind: 'nat', node: gesture.from, index } }
    }
    case 'nic': {
      if (target === gesture.from) return { ok: false }
      const element: ElementRef = { kind: 'interface', node: HOST, name: gesture.nic }
      if (gesture.sandbox) return { ok: false, ...refuse('nic-in-sandbox', element, { name: gesture.nic }) }
      const made = setNicBridge(lab, gesture.nic, target)
      if ('refused' in made) return { ok: false, refused: made.refused }
      return { ok: true, command: made, select: element }
    }
    case 'reconnect': {
      const endpoint = lab.links[gesture.link]?.endpoints[gesture.end]
      if (endpoint === undefined || parseEndpoint(endpoint).node === target) return { ok: false }
      const moved = reconnectEnd(lab, gesture.link, gesture.end, target)
      if ('refused' in moved) return { ok: false, refused: moved.refused }
      return { ok: true, command: moved.command, select: { kind: 'link', link: gesture.link } }
    }
  }
}

/** Up to so many nodes each is asked when the line starts; beyond that, only the one under the pointer. */
const ASK_ALL = 60

/** The verdict of every node, as far as that is cheap; the others look possible until they are asked. */
export function judgeAll(lab: Lab, gesture: Gesture): Map<string, Verdict> {
  const names = Object.keys(lab.nodes)
  const ask = names.length <= ASK_ALL
  return new Map(names.map((name) => [name, ask || name === gesture.from ? judge(lab, gesture, name) : { ok: true }]))
}
