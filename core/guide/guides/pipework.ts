import { setRoutes } from '../../edit/routes'
import { setInterface } from '../../edit/set-interface'
import { setNode } from '../../edit/set-node'
import type { ElementRef } from '../../lab/element'
import { pipeworkEn } from '../../text/guides/pipework.en'
import { pipeworkZh } from '../../text/guides/pipework.zh'
import { applied, has, probed } from '../check'
import { address, bridgeUp, noAddress, noRoute, ofContainer, route, up } from '../facts'
import type { Guide } from '../guide'

const GATEWAY = '172.18.18.1'
const INSIDE = '172.18.18.36'

const host: ElementRef = { kind: 'node', node: 'host' }
const bridge: ElementRef = { kind: 'node', node: 'br0' }
const box: ElementRef = { kind: 'node', node: 'test01' }
const end: ElementRef = { kind: 'interface', node: 'test01', name: 'eth1' }
const port: ElementRef = { kind: 'interface', node: 'br0', name: 'veth-test01' }
const near = { from: 'test01', to: GATEWAY }
const far = { from: 'test01', to: '8.8.8.8' }

const inside = ofContainer('test01', (netns) => address(netns, 'eth1', `${INSIDE}/24`))
const lost = ofContainer('test01', (netns) => noRoute(netns, 'default'))
const gateway = address('host', 'br0', `${GATEWAY}/24`, true)

/** One line of pipework, taken apart: bridge, cable, address, gateway, default route. */
export const pipework: Guide = {
  lab: 'pipework',
  machine: 'host',
  start: [
    (lab) => setNode(lab, 'br0', { addresses: [] }),
    (lab) => setRoutes(lab, 'test01', []),
    (lab) => setInterface(lab, 'test01', 'eth1', { addresses: [] }),
  ],
  steps: [
    {
      id: 'build',
      elements: [bridge, box],
      action: { kind: 'apply' },
      check: applied(
        bridgeUp('br0'),
        ofContainer('test01', (netns) => up(netns, 'eth1')),
        ofContainer('test01', (netns) => noAddress(netns, 'eth1')),
        noAddress('host', 'br0', true),
      ),
    },
    {
      id: 'process',
      elements: [box],
      answer: 2,
      check: has(ofContainer('test01', (netns) => up(netns, 'eth1'))),
    },
    {
      id: 'address',
      elements: [end],
      action: { kind: 'edit', edit: (lab) => setInterface(lab, 'test01', 'eth1', { addresses: [`${INSIDE}/24`] }) },
      check: has(inside),
    },
    {
      id: 'nobody',
      elements: [bridge],
      action: { kind: 'probe', probe: near },
      answer: 1,
      check: probed(
        near,
        { outcome: 'silent', stop: 'no-neighbour', direction: 'request', netns: 'docker:test01' },
        inside,
        noAddress('host', 'br0', true),
      ),
    },
    {
      id: 'gateway',
      elements: [bridge],
      action: { kind: 'edit', edit: (lab) => setNode(lab, 'br0', { addresses: [`${GATEWAY}/24`] }) },
      check: has(gateway),
    },
    {
      id: 'reach',
      elements: [box, bridge, host],
      action: { kind: 'probe', probe: near },
      check: probed(near, { outcome: 'answered' }, inside, gateway),
    },
    {
      id: 'inland',
      elements: [box],
      action: { kind: 'probe', probe: far },
      answer: 0,
      check: probed(far, { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'docker:test01' }, inside, lost),
    },
    {
      id: 'default',
      elements: [box, bridge],
      action: { kind: 'edit', edit: (lab) => setRoutes(lab, 'test01', [{ to: 'default', via: GATEWAY }]) },
      check: has(ofContainer('test01', (netns) => route(netns, 'default', GATEWAY))),
    },
    {
      id: 'back',
      elements: [host],
      answer: 1,
      check: has(ofContainer('test01', (netns) => route(netns, 'default', GATEWAY))),
    },
  ],
  faults: [
    {
      id: 'gateway-moved',
      culprits: [bridge, { kind: 'interface', node: 'br0', name: 'br0' }],
      cause: { kind: 'drawn', edit: (lab) => setNode(lab, 'br0', { addresses: ['172.18.19.1/24'] }) },
      proof: near,
    },
    {
      id: 'port-down',
      culprits: [port],
      cause: { kind: 'drawn', edit: (lab) => setInterface(lab, 'br0', 'veth-test01', { up: false }) },
      proof: near,
    },
  ],
  text: { en: pipeworkEn, zh: pipeworkZh },
}
