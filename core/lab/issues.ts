import type * as z from 'zod'
import type { Diagnostic, DocPath } from '../check/diagnostic'
import { nearest } from '../net/similar'
import type { DiagnosticCode } from '../text/diagnostics.en'
import type { ElementRef } from './element'
import { FILTER_STATES } from './filter-words'
import { FORMAT_VERSION } from './format-version'
import { LIMITS } from './schema'

type Params = Record<string, string | number>

const ROUTED = ['kind', 'id', 'interfaces', 'routes', 'forwarding', 'nat', 'filter', 'neighbours', 'dhcpServer']
const FIELDS: Record<string, readonly string[]> = {
  lab: ['netloom', 'name', 'description', 'nodes', 'links', 'layout'],
  routed: ROUTED,
  container: [...ROUTED, 'engine', 'container', 'pid'],
  bridge: ['kind', 'id', 'on', 'addresses', 'mac', 'mtu', 'up', 'stp', 'interfaces'],
  interface: ['addresses', 'mac', 'mtu', 'up', 'dhcp', 'bridge'],
  dhcpServer: ['interface', 'range', 'router', 'dns', 'lease'],
  route: ['to', 'via', 'dev', 'metric'],
  filter: ['input', 'forward', 'output'],
  chain: ['policy', 'rules'],
  filterRule: ['action', 'in', 'out', 'source', 'destination', 'protocol', 'port', 'state'],
  neighbour: ['address', 'mac', 'dev'],
  masquerade: ['type', 'source', 'except', 'out'],
  snat: ['type', 'source', 'except', 'out', 'to'],
  dnat: ['type', 'protocol', 'port', 'in', 'destination', 'to'],
  link: ['id', 'endpoints'],
  position: ['x', 'y'],
}

/** The element that a path of the document belongs to; `links` are the links' ids in the file's order, where the path is a file's. */
export function elementAt(path: DocPath, links: readonly string[]): ElementRef {
  const [top, name, field, item] = path
  if (top === 'links' && name !== undefined) {
    const link = typeof name === 'number' ? links[name] : name
    return link === undefined ? { kind: 'lab' } : { kind: 'link', link }
  }
  if ((top !== 'nodes' && top !== 'layout') || typeof name !== 'string') return { kind: 'lab' }
  if (field === 'interfaces' && typeof item === 'string') return { kind: 'interface', node: name, name: item }
  if (field === 'routes' && typeof item === 'number') return { kind: 'route', node: name, index: item }
  if (field === 'nat' && typeof item === 'number') return { kind: 'nat', node: name, index: item }
  return { kind: 'node', node: name }
}

function valueAt(root: unknown, path: DocPath): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

function text(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).slice(0, 80)
}

function fieldsAt(path: DocPath, root: unknown): readonly string[] {
  const [top, , field] = path
  const kind = (value: unknown, key: string) => String(valueAt(value, [key]))
  if (path.length === 0) return FIELDS.lab ?? []
  if (top === 'links') return FIELDS.link ?? []
  if (top === 'layout') return FIELDS.position ?? []
  const here = valueAt(root, path)
  if (path.length === 2) return FIELDS[kind(here, 'kind')] ?? FIELDS.routed ?? []
  if (field === 'interfaces') return FIELDS.interface ?? []
  if (field === 'filter') return FIELDS[path.length === 3 ? 'filter' : path.length === 4 ? 'chain' : 'filterRule'] ?? []
  if (field === 'neighbours') return FIELDS.neighbour ?? []
  if (field === 'dhcpServer') return FIELDS.dhcpServer ?? []
  return FIELDS[field === 'routes' ? 'route' : kind(here, 'type')] ?? []
}

const EXPECTED: Record<string, DiagnosticCode> = {
  object: 'expected-map',
  record: 'expected-map',
  array: 'expected-list',
  tuple: 'expected-list',
  string: 'expected-text',
  number: 'expected-number',
  int: 'expected-whole-number',
  boolean: 'expected-boolean',
}

/** The codes that the schema's own refinements carry as their message; the param that holds the text differs. */
const REFINED: Record<string, { code: DiagnosticCode; param: string }> = {
  'bad-node-name': { code: 'bad-node-name', param: 'name' },
  'bad-interface-name': { code: 'bad-interface-name', param: 'name' },
  'bad-lab-name': { code: 'bad-lab-name', param: 'name' },
  'bad-endpoint': { code: 'bad-endpoint', param: 'text' },
  'bad-id': { code: 'bad-id', param: 'id' },
  'bad-container-name': { code: 'bad-container-name', param: 'name' },
}

interface Finding {
  code: DiagnosticCode
  path: DocPath
  params: Params
}

/** The findings of one zod issue: usually one, and one a key for unknown fields. */
function findings(issue: z.core.$ZodIssue, root: unknown): Finding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const field = String(path.findLast((step) => typeof step === 'string') ?? '')
  const value = valueAt(root, path)
  const one = (code: DiagnosticCode, params: Params = {}): Finding[] => [{ code, path, params: { field, ...params } }]
  const refined = (message: string, at: unknown): Finding[] | undefined => {
    const known = REFINED[message]
    return known && one(known.code, { [known.param]: text(at) })
  }
  if (path.length === 1 && path[0] === 'netloom' && value !== undefined)
    return one('unknown-version', { version: text(value), known: FORMAT_VERSION })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key): Finding => {
        return { code: 'unknown-field', path: [...path, key], params: { field: key, near: nearest(key, fieldsAt(path, root)) } }
      })
    case 'invalid_key': {
      const [inner] = issue.issues
      return refined(inner?.message ?? '', path.at(-1)) ?? one('bad-id', { id: text(path.at(-1)) })
    }
    case 'invalid_union':
      if (value === undefined) return one('missing-field')
      if (path.at(-1) === 'state') return one('bad-value', { value: text(value), allowed: FILTER_STATES.join(', ') })
      if (issue.discriminator === 'type') return one('unknown-nat-type', { type: text(value) })
      return one('unknown-kind', { kind: text(value) })
    case 'invalid_type':
      if (value === undefined) return one('missing-field')
      return one(EXPECTED[issue.expected] ?? 'bad-value', { value: text(value), allowed: issue.expected })
    case 'invalid_value':
      if (value === undefined) return one('missing-field')
      return one('bad-value', { value: text(value), allowed: issue.values.map(String).join(', ') })
    case 'too_big':
    case 'too_small':
      return one(...sizeFinding(issue, path))
    case 'invalid_format':
    case 'custom':
      return refined(issue.message, value) ?? one('bad-value', { value: text(value), allowed: issue.message })
    default:
      return one('bad-value', { value: text(value), allowed: issue.message })
  }
}

function sizeFinding(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, path: DocPath): [DiagnosticCode, Params] {
  if (path.at(-1) === 'endpoints') return ['link-ends', {}]
  if (path.at(-1) === 'range') return ['bad-value', { field: 'range', value: '', allowed: '[FIRST, LAST]' }]
  if (issue.origin === 'number' || issue.origin === 'int') return ['out-of-range', rangeAt(path)]
  if (issue.origin === 'string')
    return issue.code === 'too_big' ? ['too-long', { max: Number(issue.maximum) }] : ['missing-field', {}]
  if (issue.code === 'too_big') return ['too-many', { max: Number(issue.maximum) }]
  return path.at(-1) === 'state' ? ['bad-value', { value: '[]', allowed: FILTER_STATES.join(', ') }] : ['missing-field', {}]
}

/** The bounds of the numbers that the schema bounds; an issue knows only the one that was passed. */
function rangeAt(path: DocPath): Params {
  const field = path.at(-1)
  if (field === 'port') return { min: 1, max: 65535 }
  return field === 'pid' ? { min: 1, max: 4194304 } : { min: 0, max: 4294967295 }
}

/** The schema's issues as diagnostics, in the order of the document. `root` is the value that was checked. */
export function issueDiagnostics(issues: readonly z.core.$ZodIssue[], root: unknown, links: readonly string[]): Diagnostic[] {
  return issues.flatMap((issue) =>
    findings(issue, root).map(({ code, path, params }) => ({
      code,
      severity: 'error' as const,
      element: elementAt(path, links),
      path,
      params,
    })),
  )
}

/** More nodes than a lab may have, counted before the schema looks at each. */
export function nodeCountProblem(root: unknown): Diagnostic | undefined {
  const nodes = valueAt(root, ['nodes'])
  const count = typeof nodes === 'object' && nodes !== null ? Object.keys(nodes).length : 0
  if (count <= LIMITS.nodes) return undefined
  return {
    code: 'too-many-nodes',
    severity: 'error',
    element: { kind: 'lab' },
    path: ['nodes'],
    params: { count, max: LIMITS.nodes },
  }
}
