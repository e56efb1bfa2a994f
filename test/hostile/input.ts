import type { Severity } from '../../core/check/diagnostic'
import { base } from '../../core/check/testing'
import type { Command } from '../../core/edit/change'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import type { DiagnosticCode } from '../../core/text/diagnostics.en'
import type { ImportCode } from '../../core/text/import.en'

/** A value and where it is put in the document; undefined takes away what is there. */
export type Put = readonly [path: readonly (string | number)[], value: unknown]

/** One bad input, and what must be said about it: the same whichever way it comes in. */
export interface HostileInput {
  name: string
  put: readonly Put[]
  code: DiagnosticCode
  element: ElementRef
  severity?: Severity
  /** Shell commands, after `BASE_SCRIPT`, that ask for the same, and what the import says of them; absent where no command can say it. */
  script?: readonly [text: string, code: DiagnosticCode | ImportCode]
}

/** The base of `core/check/testing` as shell commands. */
export const BASE_SCRIPT = `sysctl -w net.ipv4.ip_forward=1
ip netns add red
ip netns add blue
ip netns add far
ip link add br0 type bridge
ip addr add 10.0.0.5/24 dev br0
ip link set br0 up
ip link add veth-red type veth peer name eth0 netns red
ip link set veth-red master br0 up
ip -n red addr add 10.0.0.1/24 dev eth0
ip -n red link set eth0 up
ip link add veth-blue type veth peer name eth0 netns blue
ip link set veth-blue master br0 up
ip -n blue addr add 10.0.0.2/24 dev eth0
ip -n blue link set eth0 up
ip link add eth9 type veth peer name eth0 netns far
ip addr add 172.16.0.1/24 dev eth9
ip link set eth9 up
ip -n far addr add 172.16.0.2/24 dev eth0
ip -n far link set eth0 up
`

type Container = Record<string | number, unknown>

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Container)[key] : undefined),
    root,
  )
}

/** The document with the input in it, in the form that it has in memory. */
export function spoiled({ put }: HostileInput): Lab {
  const lab = base()
  for (const [path, value] of put) {
    const parent = valueAt(lab, path.slice(0, -1)) as Container
    const key = path.at(-1) ?? ''
    if (value === undefined) delete parent[key]
    // Not by assignment, which for `__proto__` would set the prototype.
    else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
  }
  return lab
}

/** The input as the lines of a lab file; JSON is YAML, and has a spelling for every character. NaN is YAML's own. */
export function fileText(input: HostileInput): string {
  const { links, ...rest } = spoiled(input)
  const file = { ...rest, links: Object.entries(links).map(([id, link]) => ({ id, ...link })) }
  const text = JSON.stringify(file, (_, value: unknown) => (Number.isNaN(value) ? 'NOT-A-NUMBER' : value), 1)
  return text.replaceAll('"NOT-A-NUMBER"', '.nan')
}

/** The input as a browser's command on the base. */
export function editOf({ put }: HostileInput): Command {
  const drawn = base()
  const changes = put.map(([path, to]) => {
    const from = valueAt(drawn, path) as never
    return {
      change: 'set' as const,
      path: [...path],
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to: to as never }),
    }
  })
  return { label: 'test', changes }
}

/** `CODE at ELEMENT`, to compare. */
export function finding({ code, element, severity }: { code: string; element: ElementRef; severity?: Severity }): string {
  return `${severity ?? 'error'} ${code} at ${elementKey(element)}`
}

/** The base as a lab file holds it. */
export function baseFile(): string {
  return fileText({ name: '', put: [], code: 'bad-id', element: { kind: 'lab' } })
}
