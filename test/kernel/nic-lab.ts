import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { atRest } from './at-rest'
import { computer } from './host-machine'
import { run, sweepRoot } from './ip-machine'

/** A lab that makes `nic0` of the computer a port of its bridge, and puts a guest beside it. */
export function nicLab(name: string): Lab {
  return {
    ...emptyLab(name),
    nodes: {
      host: { kind: 'host', interfaces: { nic0: { bridge: 'br0' } } },
      br0: { kind: 'bridge' },
      guest: {
        kind: 'namespace',
        interfaces: { eth0: { addresses: ['192.0.2.200/24'] } },
        routes: [{ to: 'default', via: '192.0.2.254' }],
      },
    },
    links: { guest: { endpoints: ['guest:eth0', 'br0:p-guest'] } },
  }
}

/**
 * Makes the computer's NIC: `nic0` plays it, a veth whose other end is in `outside`, a namespace that is not ours.
 *
 * @param carries commands for what it carries: addresses, and routes through it
 */
export async function layNic(carries: string): Promise<void> {
  sweepRoot()
  run('sh', [
    '-c',
    `ip link set lo up
    ip netns add outside
    ip link add nic0 type veth peer name eth0 netns outside
    ip -n outside address add 192.0.2.254/24 dev eth0; ip -n outside address add 2001:db8:9::fe/64 dev eth0 nodad
    ip -n outside link set eth0 up; ip -n outside link set lo up
    ip link set nic0 up
    ${carries}`,
  ])
  await atRest()
}

/** The computer, in whatever order its routes were written: that says nothing where their metric or their destination differs. */
export function computerSorted(): ReturnType<typeof computer> {
  const { routes, routes6, ...rest } = computer()
  return { ...rest, routes: sorted(routes), routes6: sorted(routes6) }
}

function sorted(list: unknown): string[] {
  return (list as unknown[]).map((one) => JSON.stringify(one)).sort()
}
