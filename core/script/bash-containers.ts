import { containerOf, isContainerNetns } from '../lab/container'
import type { Lab } from '../lab/schema'
import { netnsOf } from '../lab/view'
import type { Op } from '../plan/ops'
import type { MachineState } from '../state/state'
import { EMPTY_MACHINE } from './bash-stages'
import { shellWord } from './shell'

/** What a script builds on: nothing but `host`, and the containers that the lab attaches, which have to run already. */
export function scriptMachine(lab: Lab): MachineState {
  const keys = containersOf(lab)
  if (keys.length === 0) return EMPTY_MACHINE
  const { host } = EMPTY_MACHINE.namespaces
  const bare = keys.flatMap((name) => (host ? [[name, { ...host, name }] as const] : []))
  return { ...EMPTY_MACHINE, namespaces: { ...EMPTY_MACHINE.namespaces, ...Object.fromEntries(bare) } }
}

/** The keys of the containers that a lab attaches. */
export function containersOf(lab: Lab): string[] {
  return [...new Set(Object.keys(lab.nodes).map((node) => netnsOf(lab, node)))].filter(isContainerNetns)
}

/** The name under which a script has a container's namespace in /run/netns. */
export function scriptNetns(netns: string): string {
  return isContainerNetns(netns) ? `container-${containerOf(netns).name}` : netns
}

/** The operation with the names that a script has for containers. */
export function withScriptNames(op: Op): Op {
  if (op.op === 'veth-add') {
    const [a, b] = op.ends
    return {
      ...op,
      ends: [
        { ...a, netns: scriptNetns(a.netns) },
        { ...b, netns: scriptNetns(b.netns) },
      ],
    }
  }
  if (op.op === 'link-move') return { ...op, netns: scriptNetns(op.netns), to: scriptNetns(op.to) }
  return 'netns' in op ? { ...op, netns: scriptNetns(op.netns) } : op
}

/** The helper that gives a container's namespace a name, as people do by hand, and its calls. */
export const ATTACH_HELPER = [
  'attach_container() {',
  '  local pid=$3',
  '  if [ "$2" != pid ]; then pid=$("$2" inspect -f \'{{.State.Pid}}\' "$3"); fi',
  '  mkdir -p /run/netns',
  '  ln -sfT "/proc/$pid/ns/net" "/run/netns/$1"',
  '}',
]

export function attachLines(keys: readonly string[]): string[] {
  return keys.map((key) => {
    const { engine, name } = containerOf(key)
    return `  attach_container ${shellWord(scriptNetns(key))} ${engine} ${shellWord(name)}`
  })
}

export function detachLines(keys: readonly string[]): string[] {
  return keys.map((key) => `  rm -f ${shellWord(`/run/netns/${scriptNetns(key)}`)}`)
}
