import type { ElementRef } from '../lab/element'
import type { HostFacts } from './facts'
import type { HostFinding } from './findings'

/** A link that the lab makes in the computer's own namespace. */
export interface OwnLink {
  name: string
  kind: 'veth' | 'bridge'
  element: ElementRef
}

/** systemd-networkd takes a link by the first file that matches it, and removes what it did not configure itself (systemd.network(5)). */
export function grabbedByNetworkd(links: readonly OwnLink[], { networkd }: HostFacts): HostFinding[] {
  const byFile = new Map<string, OwnLink[]>()
  for (const link of links) {
    const first = networkd?.find(({ names, kinds, types }) => {
      const asks = [...names, ...kinds, ...types].length > 0
      return (
        asks &&
        matches(names, link.name) &&
        matches(kinds, link.kind) &&
        matches(types, link.kind === 'bridge' ? 'bridge' : 'ether')
      )
    })
    if (first && !first.unmanaged) byFile.set(first.file, [...(byFile.get(first.file) ?? []), link])
  }
  return [...byFile].map(([file, taken]) => ({
    code: 'networkd-grabs',
    severity: 'warning',
    elements: taken.map(({ element }) => element),
    params: { file, interfaces: taken.map(({ name }) => name).join(', '), names: taken.map(({ name }) => name).join(' ') },
  }))
}

/** NetworkManager makes a wired connection of a new Ethernet link; a bridge that others made it leaves alone. */
export function grabbedByNetworkManager(links: readonly OwnLink[], { networkManager }: HostFacts): HostFinding[] {
  if (!networkManager) return []
  const taken = links.filter((link) => !networkManager.unmanaged.some((spec) => leavesAlone(spec, link)))
  if (taken.length === 0) return []
  const interfaces = taken.map(({ name }) => name)
  const spec = interfaces.map((name) => `interface-name:${name}`).join(';')
  return [
    {
      code: 'networkmanager-grabs',
      severity: 'warning',
      elements: taken.map(({ element }) => element),
      params: { interfaces: interfaces.join(', '), spec },
    },
  ]
}

function leavesAlone(spec: string, { name, kind }: OwnLink): boolean {
  if (spec === '*') return true
  const at = spec.indexOf(':')
  const [what, value] = [spec.slice(0, at), spec.slice(at + 1)]
  if (what === 'interface-name') return glob(value.replace(/^=/, ''), name)
  if (what === 'type') return value === kind || (value === 'ethernet' && kind === 'veth')
  return what === 'driver' && glob(value, kind)
}

/** A list of patterns as systemd has them: none matches all, and one that begins with `!` turns the whole list round. */
function matches(patterns: readonly string[], text: string): boolean {
  const [first] = patterns
  if (first === undefined) return true
  if (!first.startsWith('!')) return patterns.some((pattern) => glob(pattern, text))
  return !patterns.some((pattern) => glob(pattern.replace(/^!/, ''), text))
}

/** fnmatch(3) with `*` and `?`. */
function glob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(text)
}
