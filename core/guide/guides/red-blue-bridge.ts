import { setInterface } from '../../edit/set-interface'
import { setNode } from '../../edit/set-node'
import type { ElementRef } from '../../lab/element'
import { redBlueBridgeEn } from '../../text/guides/red-blue-bridge.en'
import { redBlueBridgeZh } from '../../text/guides/red-blue-bridge.zh'
import { applied, has, probed } from '../check'
import { address, bridgeUp, connected, noAddress, up } from '../facts'
import type { Guide } from '../guide'

const RED = '192.168.15.1'
const BLUE = '192.168.15.2'
const BRIDGE = '192.168.15.5'
const NET = '192.168.15.0/24'

const red: ElementRef = { kind: 'node', node: 'red' }
const blue: ElementRef = { kind: 'node', node: 'blue' }
const bridge: ElementRef = { kind: 'node', node: 'v-net-0' }
const host: ElementRef = { kind: 'node', node: 'host' }

const bare = noAddress('host', 'v-net-0', true)
const addressed = address('host', 'v-net-0', `${BRIDGE}/24`, true)
const meet = { from: 'red', to: BLUE }
const look = { from: 'host', to: RED }
const back = { from: 'red', to: BRIDGE }

/** The bridge as a switch, without an address; then as an interface of the host, with one. */
export const redBlueBridge: Guide = {
  lab: 'red-blue-bridge',
  start: [(lab) => setNode(lab, 'v-net-0', { addresses: [] })],
  steps: [
    {
      id: 'build',
      elements: [red, blue, bridge],
      action: { kind: 'apply' },
      check: applied(
        up('red', 'veth-red'),
        up('blue', 'veth-blue'),
        up('host', 'veth-red-br'),
        up('host', 'veth-blue-br'),
        bridgeUp('v-net-0'),
        bare,
      ),
    },
    {
      id: 'meet',
      elements: [red, bridge, blue],
      action: { kind: 'probe', probe: meet },
      answer: 0,
      check: probed(meet, { outcome: 'answered' }, bare),
    },
    {
      id: 'blind',
      elements: [host, bridge, red],
      action: { kind: 'probe', probe: look },
      answer: 1,
      check: probed(look, { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'host' }, bare),
    },
    {
      id: 'address',
      elements: [bridge],
      action: { kind: 'edit', edit: (lab) => setNode(lab, 'v-net-0', { addresses: [`${BRIDGE}/24`] }) },
      check: has(addressed),
    },
    { id: 'route', elements: [host, bridge], answer: 1, check: has(connected('host', NET)) },
    {
      id: 'sees',
      elements: [host, bridge, red],
      action: { kind: 'probe', probe: look },
      check: probed(look, { outcome: 'answered' }, addressed),
    },
    {
      id: 'back',
      elements: [red, bridge, host],
      action: { kind: 'probe', probe: back },
      answer: 1,
      check: probed(back, { outcome: 'answered' }, addressed),
    },
  ],
  faults: [
    {
      id: 'end-down',
      culprits: [{ kind: 'interface', node: 'red', name: 'veth-red' }],
      cause: { kind: 'kernel', ops: [{ op: 'link-down', netns: 'red', name: 'veth-red' }] },
      proof: meet,
    },
    {
      id: 'unplugged',
      culprits: [{ kind: 'interface', node: 'v-net-0', name: 'veth-blue-br' }],
      cause: { kind: 'kernel', ops: [{ op: 'port-detach', netns: 'host', name: 'veth-blue-br' }] },
      proof: meet,
    },
    {
      id: 'switch-off',
      culprits: [bridge, { kind: 'interface', node: 'v-net-0', name: 'v-net-0' }],
      cause: { kind: 'kernel', ops: [{ op: 'link-down', netns: 'host', name: 'v-net-0' }] },
      proof: meet,
    },
    {
      id: 'prefix',
      culprits: [{ kind: 'interface', node: 'blue', name: 'veth-blue' }, blue],
      cause: { kind: 'drawn', edit: (lab) => setInterface(lab, 'blue', 'veth-blue', { addresses: [`${BLUE}/32`] }) },
      proof: meet,
    },
  ],
  text: { en: redBlueBridgeEn, zh: redBlueBridgeZh },
}
