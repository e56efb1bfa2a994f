import { containerOf, isContainerNetns } from '../lab/container'
import type { Lab } from '../lab/schema'
import { netnsOf } from '../lab/view'
import { DEFAULT_METRIC } from '../plan/desired'
import type { Op } from '../plan/ops'
import type { MachineState } from '../state/state'
import type { ScriptWords } from '../text/script.en'
import { routeDown } from './bash-left-over'
import { EMPTY_MACHINE, ROUTES_TO_TAKE } from './bash-stages'
import { shellWord } from './shell'

type RouteAdd = Extract<Op, { op: 'route-add' }>

/** What a script builds on: nothing but `host`, and the containers that the lab attaches, which have to run already. */
export function scriptMachine(lab: Lab): MachineState {
  const containers = containersOf(lab)
  if (containers.length === 0) return EMPTY_MACHINE
  const { host } = EMPTY_MACHINE.namespaces
  const bare = containers.flatMap(({ key: name }) => (host ? [[name, { ...host, name }] as const] : []))
  return { ...EMPTY_MACHINE, namespaces: { ...EMPTY_MACHINE.namespaces, ...Object.fromEntries(bare) } }
}

/** A container that a lab attaches, and what a script calls it. */
export interface ScriptContainer {
  /** The key of its namespace in states and plans. */
  key: string
  engine: string
  /** Its name with the engine, or the number of a process inside. */
  name: string
  /** The name under which a script has its namespace in /run/netns. */
  netns: string
}

/** The containers that a lab attaches. No two of them have the same name in a script, nor one that a namespace of the lab has. */
export function containersOf(lab: Lab): ScriptContainer[] {
  const keys = [...new Set(Object.keys(lab.nodes).map((node) => netnsOf(lab, node)))].filter(isContainerNetns)
  const taken = new Set(Object.keys(lab.nodes))
  return keys.map((key) => {
    const { engine, name } = containerOf(key)
    const wanted = `container-${engine}-${name}`
    let netns = `container-${name}`
    for (let number = 1; taken.has(netns); number++) netns = number === 1 ? wanted : `${wanted}-${number}`
    taken.add(netns)
    return { key, engine, name, netns }
  })
}

/** The operation with the names that a script has for containers. */
export function withScriptNames(op: Op, containers: readonly ScriptContainer[]): Op {
  const scriptNetns = (netns: string) => containers.find(({ key }) => key === netns)?.netns ?? netns
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

/** The helpers that keep what a container had before, by its namespace: what starts again has another one. */
export function guestHelpers(words: ScriptWords): string[][] {
  return [
    [
      `# ${words.keepRoute}`,
      'keep_route() {',
      '  local file',
      '  file="$STATE/guest.$1.$(stat -Lc %i "/run/netns/$1").route.$2.${3//\\//-}"',
      '  if [ -e "$file" ]; then return; fi',
      `  ip -n "$1" "-$2" route show exact "$3" | ${ROUTES_TO_TAKE} |`,
      '    awk -v metric="$4" \'{ found = 0; for (i = 1; i < NF; i++) if ($i == "metric") found = $(i + 1); if (found == metric) print }\' >"$file"',
      '}',
    ],
    [
      `# ${words.keepSetting}`,
      'keep_setting() {',
      '  local file',
      '  file="$STATE/guest.$1.$(stat -Lc %i "/run/netns/$1").setting.$2"',
      '  if [ ! -e "$file" ]; then inside "$1" sysctl -n "$2" >"$file"; fi',
      '}',
    ],
    [
      `# ${words.giveBack}`,
      'give_back() {',
      '  local inode file line family',
      '  if ! has_netns "$1"; then return; fi',
      '  inode=$(stat -Lc %i "/run/netns/$1")',
      '  for file in "$STATE/guest.$1.$inode.setting."*; do',
      '    if [ -e "$file" ]; then inside "$1" sysctl -q -w "${file##*.setting.}=$(cat "$file")"; fi',
      '  done',
      '  for file in "$STATE/guest.$1.$inode.route."*; do',
      '    if [ ! -e "$file" ]; then continue; fi',
      '    family=${file##*.route.}',
      '    while read -r line; do',
      '      # shellcheck disable=SC2086',
      '      ip -n "$1" "-${family%%.*}" route replace $line',
      '    done <"$file"',
      '  done',
      '}',
    ],
  ]
}

/** Whether a namespace's name in a script is a container's. */
export function isScriptContainer(containers: readonly ScriptContainer[], netns: string): boolean {
  return containers.some((container) => container.netns === netns)
}

/** Keeps the route of a container whose place this one takes: that with the same metric. */
export function keepRoute({ netns, family, to, metric }: RouteAdd): string {
  return `  keep_route ${shellWord(netns)} ${family} ${to} ${metric ?? DEFAULT_METRIC[family]}`
}

export function attachLines(containers: readonly ScriptContainer[]): string[] {
  return containers.map(({ netns, engine, name }) => `  attach_container ${shellWord(netns)} ${engine} ${shellWord(name)}`)
}

export function detachLines(containers: readonly ScriptContainer[]): string[] {
  return containers.map(({ netns }) => `  rm -f ${shellWord(`/run/netns/${netns}`)}`)
}

/** Takes away the routes of the script in containers that no link of its own takes along, and puts back what was kept. */
export function giveBackLines(containers: readonly ScriptContainer[], ops: readonly Op[]): string[] {
  const inside = ops.filter(
    (op): op is Extract<Op, { op: 'route-add' | 'forwarding' }> =>
      (op.op === 'route-add' || op.op === 'forwarding') && isScriptContainer(containers, op.netns),
  )
  const routes = inside.flatMap((op) => (op.op === 'route-add' ? [routeDown(op)] : []))
  const names = [...new Set(inside.map(({ netns }) => netns))]
  return [...routes, ...names.map((name) => `  give_back ${shellWord(name)}`)]
}
