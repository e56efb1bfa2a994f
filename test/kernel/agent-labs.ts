import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'

/** Namespaces `red` and `blue` on a bridge `br0` of the host: 10.1.0.2 and .3, the bridge .1; plus whatever is given. */
export function pairLab(name: string, more: Partial<Lab['nodes']> = {}): Lab {
  const empty = emptyLab(name)
  return {
    ...empty,
    nodes: {
      ...empty.nodes,
      br0: { kind: 'bridge', addresses: ['10.1.0.1/24'] },
      red: {
        kind: 'namespace',
        interfaces: { eth0: { addresses: ['10.1.0.2/24', '2001:db8:1::2/64'] } },
        routes: [{ to: 'default', via: '10.1.0.1' }],
      },
      blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.1.0.3/24', '2001:db8:1::3/64'] } } },
      ...more,
    },
    links: {
      red: { endpoints: ['red:eth0', 'br0:p-red'] },
      blue: { endpoints: ['blue:eth0', 'br0:p-blue'] },
    },
  }
}
