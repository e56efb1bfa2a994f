import { addNode } from '../../core/edit/add-node'
import { applyCommand } from '../../core/edit/apply'
import type { Refused } from '../../core/edit/build'
import type { Command } from '../../core/edit/change'
import { joinNodes } from '../../core/edit/join'
import { setNode } from '../../core/edit/set-node'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'

/** Labs drawn by the builders themselves, for the tests of edits. */

/** What any builder gives. */
export type Built = Command | { command: Command } | Refused

/** The command of a builder, which must not have refused. */
export function commandOf(built: Built): Command {
  if ('refused' in built) throw new Error(built.refused.code)
  return 'command' in built ? built.command : built
}

/** The lab after what a builder made, which must fit. */
export function made(lab: Lab, built: Built): Lab {
  const result = applyCommand(lab, commandOf(built))
  if (!result.ok) throw new Error(`${result.text} at ${result.path.join('.')}`)
  return result.lab
}

/** The code of a refusal, if it is one. */
export function refusal(built: Built): string | undefined {
  return 'refused' in built ? built.refused.code : undefined
}

/** A lab drawn by one edit after another. */
export function drawn(...edits: ((lab: Lab) => Built)[]): Lab {
  return edits.reduce((lab, edit) => made(lab, edit(lab)), emptyLab('case'))
}

/** Where nothing depends on the place. */
export const at = { x: 0, y: 0 }
/** Edits for `drawn`. */
export const namespace = (name: string) => (lab: Lab) => addNode(lab, 'namespace', at, name)
export const bridge = (name: string) => (lab: Lab) => addNode(lab, 'bridge', at, name)
export const join = (a: string, b: string) => (lab: Lab) => joinNodes(lab, a, b)

/** red and blue on a bridge that has an address. */
export const office = () =>
  drawn(
    namespace('red'),
    namespace('blue'),
    bridge('v-net-0'),
    (lab) => setNode(lab, 'v-net-0', { addresses: ['192.168.15.5/24'] }),
    join('red', 'v-net-0'),
    join('v-net-0', 'blue'),
  )

/** What is said about an interface. */
export function config(lab: Lab, node: string, name: string): object | undefined {
  return lab.nodes[node]?.interfaces?.[name]
}
