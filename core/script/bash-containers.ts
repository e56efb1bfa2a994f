import { containerOf, isContainerNetns } from '../lab/container'
import type { Lab } from '../lab/schema'
import { netnsOf } from '../lab/view'
import { DEFAULT_METRIC } from '../plan/desired'
import type { Op } from '../plan/ops'
import type { MachineState } from '../state/state'
import type { ScriptWords } from '../text/script.en'
import { EMPTY_MACHINE } from './bash-stages'
import { shellWord } from './shell'

type RouteAdd = Extract<Op, { op: 'route-add' }>

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

/** The helpers that keep what a container had before, by its namespace: what starts again has another one. */
export function guestHelpers(words: ScriptWords): string[][] {
  return [
    [
      `# ${words.keepRoute}`,
      'keep_route() {',
      '  local file',
      '  file="$STATE/guest.$1.$(stat -Lc %i "/run/netns/$1").route.$2.${3//\\//-}"',
      '  if [ -e "$file" ]; then return; fi',
      '  ip -n "$1" "-$2" route show exact "$3" | sed "s/ linkdown//" |',
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
export function isScriptContainer(keys: readonly string[], netns: string): boolean {
  return keys.some((key) => scriptNetns(key) === netns)
}

/** Keeps the route of a container whose place this one takes: that with the same metric. */
export function keepRoute({ netns, family, to, metric }: RouteAdd): string {
  return `  keep_route ${shellWord(netns)} ${family} ${to} ${metric ?? DEFAULT_METRIC[family]}`
}

export function attachLines(keys: readonly string[]): string[] {
  return keys.map((key) => {
    const { engine, name } = containerOf(key)
    return `  attach_container ${shellWord(scriptNetns(key))} ${engine} ${shellWord(name)}`
  })
}

export function detachLines(keys: readonly string[]): string[] {
  return keys.map((key) => `  rm -f ${shellWord(`/run/netns/${scriptNetns(key)}`)}`)
}

/** Takes away the routes of the script in containers that no link of its own takes along, and puts back what was kept. */
export function giveBackLines(keys: readonly string[], ops: readonly Op[]): string[] {
  const inside = ops.filter(
    (op): op is Extract<Op, { op: 'route-add' | 'forwarding' }> =>
      (op.op === 'route-add' || op.op === 'forwarding') && isScriptContainer(keys, op.netns),
  )
  const routes = inside.flatMap((op) => {
    if (op.op !== 'route-add') return []
    const via = op.via === undefined ? '' : ` via ${op.via}`
    const dev = op.dev === undefined ? '' : ` dev ${shellWord(op.dev)}`
    return [`  ip -n ${shellWord(op.netns)} -${op.family} route delete ${op.to}${via}${dev} 2>/dev/null || true`]
  })
  const names = [...new Set(inside.map(({ netns }) => netns))]
  return [...routes, ...names.map((name) => `  give_back ${shellWord(name)}`)]
}
