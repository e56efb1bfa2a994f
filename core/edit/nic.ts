import { HOST } from '../lab/ids'
import type { Lab } from '../lab/schema'
import { linksOf } from '../lab/view'
import { Edit, type Refused, refuse } from './build'
import type { Command } from './change'
import { patchInterface } from './set-interface'

/**
 * Makes an interface that the computer has a port of a bridge on the host; with undefined, a port no more. Refused for what cannot be one: `lo`, the end of
 * a link, and for a bridge that is not on the host.
 */
export function setNicBridge(lab: Lab, name: string, bridge: string | undefined): Command | Refused {
  const element = { kind: 'interface', node: HOST, name } as const
  const params = { node: HOST, name, bridge: bridge ?? '' }
  if (name === 'lo') return refuse('nic-is-loopback', element, params)
  if (linksOf(lab, HOST).some((end) => end.name === name)) return refuse('nic-is-end', element, params)
  if (bridge !== undefined) {
    const target = lab.nodes[bridge]
    if (target?.kind !== 'bridge') return refuse('nic-needs-bridge', element, params)
    if ((target.on ?? HOST) !== HOST) return refuse('nic-bridge-elsewhere', element, { ...params, on: target.on ?? '' })
  }
  const edit = new Edit(lab)
  patchInterface(edit, HOST, name, { bridge })
  return edit.command('set-interface')
}
