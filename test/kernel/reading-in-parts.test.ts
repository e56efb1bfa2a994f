import { afterAll, beforeAll, expect, test } from 'vitest'
import { equalData } from '../../core/state/equal'
import type { MachineState } from '../../core/state/state'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { Machine } from '../../server/agent/observe/machine'
import { Observer } from '../../server/agent/observe/observer'
import { EVERYTHING } from '../../server/agent/observe/section'
import { Services } from '../../server/agent/services/services'
import { run } from './ip-machine'

/** An observer reads only what an event names. Whatever was done, it ends with what somebody sees who reads everything for the first time. */

let namespaces: Namespaces
let observer: Observer

function ip(line: string): void {
  run('ip', line.split(' '))
}

beforeAll(async () => {
  for (const name of ['parts-a', 'parts-b']) ip(`netns add ${name}`)
  namespaces = new Namespaces()
  observer = new Observer(new Machine(namespaces, new Services(namespaces)))
  await observer.start()
  observer.lookOn()
})

afterAll(() => {
  observer.stop()
  for (const namespace of namespaces.all()) namespace.close()
  for (const name of ['parts-a', 'parts-b']) ip(`netns delete ${name}`)
  ip('link delete br-two')
})

/** Without neighbours, which come and go while one looks. */
function seen({ namespaces }: MachineState) {
  return Object.fromEntries(Object.entries(namespaces).map(([name, { neighbours: _, ...netns }]) => [name, netns]))
}

async function seenAnew() {
  const others = new Namespaces()
  const machine = new Machine(others, new Services(others))
  others.refresh()
  await machine.readAll(EVERYTHING)
  for (const namespace of others.all()) namespace.close()
  return seen(machine.state)
}

test.each([
  [
    'a bridge with two ports',
    [
      'link add br-one type bridge',
      'link add pa master br-one type veth peer name eth0 netns parts-a',
      'link add pb master br-one type veth peer name eth0 netns parts-b',
      'link set br-one up',
      'link set pa up',
      'link set pb up',
      '-n parts-a link set eth0 up',
      '-n parts-b link set eth0 up',
    ],
  ],
  ['addresses', ['address add 10.1.0.1/24 dev br-one', '-n parts-a address add 10.1.0.2/24 dev eth0']],
  ['another address first', ['address replace 10.2.0.1/24 dev br-one', 'address delete 10.1.0.1/24 dev br-one']],
  ['a port that goes down', ['link set pa down']],
  ['a port that comes up, and another one down', ['link set pa up', '-n parts-b link set eth0 down']],
  ['a port that leaves the bridge', ['link set pb nomaster']],
  ['a port that comes back', ['link set pb master br-one']],
  ['a port with another name', ['link set pb down', 'link set pb name pb2', 'link set pb2 up']],
  [
    'a bridge with another name, which is its ports’ too',
    ['link set br-one down', 'link set br-one name br-two', 'link set br-two up'],
  ],
  ['an end in another namespace', ['-n parts-b link set eth0 netns parts-a name eth1']],
  ['the last address of a link', ['-n parts-a address flush dev eth0']],
  ['a pair that goes', ['link delete pb2']],
  ['another pair of its name', ['link add pb2 master br-two type veth peer name eth0 netns parts-b', 'link set pb2 up mtu 1400']],
  ['a bridge that goes, and comes empty', ['link delete br-two', 'link add br-two type bridge', 'link set br-two up']],
])('%s', async (_what, lines) => {
  for (const line of lines) ip(line)
  // Addresses are tentative for a while, so both change: they are looked at together until they are the same.
  const both = async () => ({ anew: await seenAnew(), followed: seen(observer.machine.state) })
  await expect.poll(both, { timeout: 10_000 }).toSatisfy(({ anew, followed }) => equalData(anew, followed))
})
