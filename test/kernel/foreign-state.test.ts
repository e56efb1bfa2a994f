import { afterAll, beforeAll, expect, test } from 'vitest'
import { runs } from '../runs'
import { atRest } from './at-rest'
import { differences } from './differences'
import { HostMachine } from './host-machine'
import { run } from './ip-machine'
import { changeAtRandom, foreignState } from './random-changes'

/** Somebody else's network on this computer, of every sort, while labs come and go. */

const RUNS = runs(20, 200)
let host: HostMachine

beforeAll(async () => {
  run('sh', [
    '-c',
    `set -e
    ip link add ext0 type veth peer name far0; ip link set ext0 up; ip link set far0 up
    ip link add theirs0 type bridge; ip link set theirs0 up alias 'not yours'
    ip address add 192.0.2.1/24 dev ext0; ip address add 2001:db8:99::1/64 dev ext0 nodad
    ip route add 198.51.100.0/24 via 192.0.2.9 proto static; ip route add 198.51.100.0/24 via 192.0.2.8 table 77
    ip rule add from 192.0.2.0/24 lookup 77 priority 1077
    ip neighbour add 192.0.2.9 lladdr 02:00:00:00:00:09 dev ext0 nud permanent
    ip netns add theirs; ip link add in0 type veth peer name in1 netns theirs; ip link set in0 up
    ip -n theirs address add 203.0.113.2/24 dev in1; ip -n theirs link set in1 up; ip -n theirs route add default via 203.0.113.1
    ip netns exec theirs sysctl -q -w net.ipv4.ip_forward=1
    ip netns exec theirs nft add table inet inside
    sysctl -q -w net.ipv4.ip_forward=0 net.ipv4.conf.ext0.forwarding=1 net.ipv4.conf.ext0.rp_filter=2 net.ipv6.conf.far0.accept_redirects=0
    nft add table inet theirs; nft 'add chain inet theirs forward { type filter hook forward priority 0; policy accept; }'
    nft 'add rule inet theirs forward ip saddr 192.0.2.0/24 accept'`,
  ])
  await atRest()
  host = await HostMachine.start()
})

afterAll(() => host.close())

test('is byte for byte as it was after any number of random applies and destroys', async () => {
  const before = foreignState()
  expect(await changeAtRandom(host, RUNS)).toBeGreaterThan(RUNS / 4)
  expect(differences(before, foreignState())).toEqual([])
})
