import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attachNic, detachNic, saveNic } from '../../server/agent/host/nic'
import { Namespace } from '../../server/agent/kernel/namespace'
import { run, sweepRoot } from './ip-machine'

const HOPS = Array.from({ length: 90 }, (_, at) => `nexthop via 192.0.2.${at + 2} dev nic0`).join(' ')
/** By hops of their own, by a nexthop object, and by a group of such. */
const LAY = `
  ip link add nic0 type veth peer name far0
  ip link set nic0 up; ip link set far0 up
  ip address add 192.0.2.1/24 dev nic0
  ip -6 address add 2001:db8:9::1/64 dev nic0 nodad
  ip nexthop add id 1 via 192.0.2.9 dev nic0
  ip nexthop add id 2 via 2001:db8:9::9 dev nic0
  ip nexthop add id 3 via 192.0.2.8 dev nic0
  ip nexthop add id 4 group 1/3
  ip route add 198.51.100.0/24 nhid 1 proto 77
  ip route add 198.51.101.0/24 nhid 4 proto 77 metric 5
  ip -6 route add 2001:db8:50::/64 nhid 2 proto 77
  ip route add 198.51.102.0/24 proto 77 ${HOPS}
  ip link add br0 type bridge
  ip link set br0 up`

function routes(): string {
  return run('ip', ['route', 'show', 'proto', '77']) + run('ip', ['-6', 'route', 'show', 'proto', '77'])
}

describe('the routes of an interface that becomes a port', () => {
  let host: Namespace

  beforeEach(() => {
    sweepRoot()
    run('sh', ['-ec', LAY])
    host = Namespace.host()
  })

  afterEach(() => {
    host.close()
    sweepRoot()
  })

  test.each([
    ['a nexthop object', true],
    ['a nexthop object that has gone meanwhile', false],
  ])('move to the bridge and back, however many hops they have, and those by %s, too', (_what, stays) => {
    const before = routes()
    expect(before).toContain('nhid 4')
    const saved = saveNic(host.route, 'nic0')
    attachNic(host.route, 'nic0', 'br0', saved)
    expect(routes()).not.toMatch(/nhid|nic0/)
    expect(routes().match(/via 192\.0\.2\.\d+ dev br0/g)).toHaveLength(90 + 1 + 2)
    if (!stays) run('sh', ['-ec', 'for id in 4 3 2 1; do ip nexthop delete id $id; done'])
    detachNic(host.route, 'br0', { lab: 'lab', name: 'nic0', bridge: 'br0', addresses: [], routes: [], up: true, saved })
    if (stays) expect(routes()).toBe(before)
    else expect(routes().match(/ dev nic0/g)).toHaveLength(90 + 1 + 2 + 1)
  })
})
