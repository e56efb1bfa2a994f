import { setNat } from '../../edit/nat'
import { setRoutes } from '../../edit/routes'
import { setNode } from '../../edit/set-node'
import type { ElementRef } from '../../lab/element'
import type { NatRule } from '../../lab/schema'
import { lanGatewayEn } from '../../text/guides/lan-gateway.en'
import { lanGatewayZh } from '../../text/guides/lan-gateway.zh'
import { applied, has, probed } from '../check'
import { bridgeUp, either, forwards, learned, nat, noRoute, route, unknown, up } from '../facts'
import { defaultGone, forwardingOff, rulesGone } from '../faults'
import type { Guide } from '../guide'

const GATEWAY = '192.168.15.5'
const HOST_OUTSIDE = '192.168.1.3'
const NEIGHBOUR = '192.168.1.100'
const OFFICE = '192.168.1.0/24'
const ROUTER = '192.168.1.1'
const INTERNET = '8.8.8.8'

const blue: ElementRef & { kind: 'node' } = { kind: 'node', node: 'blue' }
const host: ElementRef & { kind: 'node' } = { kind: 'node', node: 'host' }
const bridge: ElementRef = { kind: 'node', node: 'v-net-0' }
const neighbour: ElementRef = { kind: 'node', node: 'neighbour' }
const router: ElementRef & { kind: 'node' } = { kind: 'node', node: 'router' }
const internet: ElementRef = { kind: 'node', node: 'internet' }

const call = { from: 'blue', to: NEIGHBOUR }
const near = { from: 'blue', to: HOST_OUTSIDE }
const far = { from: 'blue', to: INTERNET }
const masquerade = (source: string): NatRule => ({ type: 'masquerade', source, out: 'eth0' })
const cloaked = nat('host', 'masquerade')
const bare = nat('host', 'masquerade', false)
// A default route leads there as well: a lab that has it already is not asked for this one.
const toOffice = either(route('blue', OFFICE, GATEWAY), route('blue', 'default', GATEWAY))
const toAll = route('blue', 'default', GATEWAY)

/** A namespace reaches a LAN and what is behind it: each missing piece fails for its own reason. */
export const lanGateway: Guide = {
  lab: 'lan-gateway',
  start: [
    (lab) => setRoutes(lab, 'blue', []),
    (lab) => setNode(lab, 'host', { forwarding: false }),
    (lab) => setNat(lab, 'host', []),
    (lab) => setRoutes(lab, 'host', []),
  ],
  steps: [
    {
      id: 'build',
      elements: [blue, bridge, host, neighbour],
      action: { kind: 'apply' },
      check: applied(
        up('blue', 'veth-blue'),
        bridgeUp('v-net-0'),
        up('host', 'eth0'),
        up('neighbour', 'eth0'),
        forwards('host', false),
        noRoute('blue', OFFICE),
        noRoute('blue', 'default'),
      ),
    },
    {
      id: 'lost',
      elements: [blue],
      action: { kind: 'probe', probe: call },
      answer: 0,
      check: probed(
        call,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'blue' },
        noRoute('blue', OFFICE),
        noRoute('blue', 'default'),
      ),
    },
    {
      id: 'route',
      elements: [blue, bridge],
      action: { kind: 'edit', edit: (lab) => setRoutes(lab, 'blue', [{ to: OFFICE, via: GATEWAY }]) },
      check: has(toOffice),
    },
    {
      id: 'nearly',
      elements: [blue, bridge, host],
      action: { kind: 'probe', probe: near },
      answer: 1,
      check: probed(near, { outcome: 'answered' }, toOffice, forwards('host', false)),
    },
    {
      id: 'stuck',
      elements: [host],
      action: { kind: 'probe', probe: call },
      answer: 1,
      check: probed(
        call,
        { outcome: 'silent', stop: 'forwarding-off', direction: 'request', netns: 'host' },
        toOffice,
        forwards('host', false),
      ),
    },
    {
      id: 'forwarding',
      elements: [host],
      action: { kind: 'edit', edit: (lab) => setNode(lab, 'host', { forwarding: true }) },
      check: has(forwards('host')),
    },
    {
      id: 'oneway',
      elements: [neighbour],
      action: { kind: 'probe', probe: call },
      answer: 1,
      check: probed(
        call,
        { outcome: 'silent', stop: 'no-route', direction: 'reply', netns: 'neighbour' },
        toOffice,
        forwards('host'),
        bare,
      ),
    },
    {
      id: 'masquerade',
      elements: [host],
      action: { kind: 'edit', edit: (lab) => setNat(lab, 'host', [masquerade('192.168.15.0/24')]) },
      check: has(cloaked),
    },
    {
      id: 'through',
      elements: [blue, bridge, host, neighbour],
      action: { kind: 'probe', probe: call },
      check: probed(call, { outcome: 'answered' }, cloaked),
    },
    {
      id: 'whom',
      elements: [neighbour],
      answer: 1,
      check: has(learned('neighbour', HOST_OUTSIDE), unknown('neighbour', '192.168.15.2')),
    },
    {
      id: 'outside',
      elements: [blue],
      action: { kind: 'probe', probe: far },
      answer: 1,
      check: probed(
        far,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'blue' },
        noRoute('blue', 'default'),
      ),
    },
    {
      id: 'default',
      elements: [blue, bridge],
      action: { kind: 'edit', edit: (lab) => setRoutes(lab, 'blue', [{ to: 'default', via: GATEWAY }]) },
      check: has(toAll),
    },
    {
      id: 'further',
      elements: [host],
      action: { kind: 'probe', probe: far },
      answer: 1,
      check: probed(
        far,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'host' },
        toAll,
        noRoute('host', 'default'),
      ),
    },
    {
      id: 'uplink',
      elements: [host, router],
      action: { kind: 'edit', edit: (lab) => setRoutes(lab, 'host', [{ to: 'default', via: ROUTER }]) },
      check: has(route('host', 'default', ROUTER)),
    },
    {
      id: 'world',
      elements: [blue, bridge, host, router, internet],
      action: { kind: 'probe', probe: far },
      check: probed(far, { outcome: 'answered' }, route('host', 'default', ROUTER)),
    },
  ],
  faults: [
    forwardingOff('not-a-router', host, call),
    rulesGone('no-cloak', host, 'lan-gateway', call),
    {
      id: 'wrong-cloak',
      culprits: [{ kind: 'nat', node: 'host', index: 0 }, host],
      cause: { kind: 'drawn', edit: (lab) => setNat(lab, 'host', [masquerade('192.168.3.0/24')]) },
      proof: call,
    },
    defaultGone('no-default', blue, GATEWAY, far),
    defaultGone('host-lost', host, ROUTER, far),
    {
      id: 'gateway-moved',
      culprits: [bridge, { kind: 'interface', node: 'v-net-0', name: 'v-net-0' }],
      cause: {
        kind: 'kernel',
        ops: [{ op: 'address-delete', netns: 'host', dev: 'v-net-0', address: `${GATEWAY}/24` }],
      },
      proof: { from: 'red', to: NEIGHBOUR },
    },
  ],
  text: { en: lanGatewayEn, zh: lanGatewayZh },
}
