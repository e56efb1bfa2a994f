import { HOST } from './ids'
import { FORMAT_VERSION, type Lab } from './schema'

/** A lab with nothing drawn but the host, which every lab has. */
export function emptyLab(name: string): Lab {
  return { netloom: FORMAT_VERSION, name, nodes: { [HOST]: { kind: 'host' } }, links: {} }
}
