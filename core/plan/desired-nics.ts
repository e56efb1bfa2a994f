import type { ElementRef } from '../lab/element'
import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import type { DesiredNic } from './desired'

/** The interfaces that a lab makes ports; what the checks refuse is left out. */
export function desiredNics(lab: Lab): DesiredNic[] {
  const host = lab.nodes[HOST]
  const ports = Object.entries(host?.interfaces ?? {}).filter(([, { bridge }]) => bridge !== undefined)
  // Most labs have none, and some have thousands of links.
  if (ports.length === 0) return []
  const ends = new Set(Object.values(lab.links).flatMap(({ endpoints }) => endpoints))
  return ports.flatMap(([name, { bridge }]) => {
    const node = bridge === undefined ? undefined : lab.nodes[bridge]
    if (bridge === undefined || node?.kind !== 'bridge' || (node.on ?? HOST) !== HOST) return []
    if (name === 'lo' || ends.has(`${HOST}:${name}`)) return []
    return [{ name, bridge, element: { kind: 'interface', node: HOST, name } satisfies ElementRef }]
  })
}
