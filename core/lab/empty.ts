import { FORMAT_VERSION } from './format-version'
import { HOST } from './ids'
import type { Lab } from './schema'

/** A lab with nothing drawn but the host, which every lab has. */
export function emptyLab(name: string): Lab {
  return { netloom: FORMAT_VERSION, name, nodes: { [HOST]: { kind: 'host' } }, links: {} }
}

/** Whether nothing is drawn: the host as every machine has it, and no more. */
export function drawsNothing({ nodes, links }: Lab): boolean {
  const others = Object.keys(nodes).some((name) => name !== HOST)
  return !others && Object.keys(links).length === 0 && Object.keys(nodes[HOST] ?? {}).every((key) => key === 'kind')
}
