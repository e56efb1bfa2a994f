import { afterAll, describe, expect, test } from 'vitest'
import { nicToBridge } from '../../core/guide/guides/nic-to-bridge'
import type { Lab } from '../../core/lab/schema'
import { playGuide, shipped } from './guide-play'
import { HostMachine } from './host-machine'
import { run, sweepRoot } from './ip-machine'

/** `eth0` plays this computer's network card: a veth whose other end is in a namespace that is not ours. */
describe('nic-to-bridge, on this computer', () => {
  let host: HostMachine
  // Hooks end in the order opposite to that in which they were set: the guide's own is to be first.
  afterAll(async () => {
    await host.close()
    sweepRoot()
  })

  playGuide(nicToBridge, shipped('nic-to-bridge'), async () => {
    sweepRoot()
    run('sh', [
      '-c',
      `ip netns add outside
      ip link add eth0 type veth peer name eth0 netns outside
      ip -n outside address add 192.168.0.1/24 dev eth0; ip -n outside link set eth0 up
      ip address add 192.168.0.10/24 dev eth0; ip link set eth0 up
      ip route add default via 192.168.0.1`,
    ])
    host = await HostMachine.start()
    const { connection } = host
    const apply = async (lab: Lab) => {
      const { outcome } = await host.apply(lab)
      await host.confirm(lab.name, true)
      return outcome
    }
    return { connection, apply, destroy: (lab) => host.destroy(lab) }
  })

  test('at its end the guest is one more machine on the card’s network', () => {
    expect(run('ip', ['netns', 'exec', 'guest', 'ping', '-c1', '-W3', '192.168.0.1'])).toContain('1 received')
    expect(run('ip', ['route', 'show', 'default'])).toContain('dev br0')
  })
})
