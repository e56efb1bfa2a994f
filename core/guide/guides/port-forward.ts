import { setNat } from '../../edit/nat'
import { setRoutes } from '../../edit/routes'
import type { ElementRef } from '../../lab/element'
import type { Lab } from '../../lab/schema'
import { portForwardEn } from '../../text/guides/port-forward.en'
import { portForwardZh } from '../../text/guides/port-forward.zh'
import { applied, has, probed } from '../check'
import { bridgeUp, forwards, nat, noRoute, route, up } from '../facts'
import type { Guide } from '../guide'

const BLUE = '192.168.15.2'
const INSIDE = '192.168.15.0/24'
const HOST_OUTSIDE = '192.168.1.3'
const OFFICE = '192.168.1.0/24'
const PORT = 80

const blue: ElementRef = { kind: 'node', node: 'blue' }
const host: ElementRef = { kind: 'node', node: 'host' }
const neighbour: ElementRef = { kind: 'node', node: 'neighbour' }
const rule: ElementRef = { kind: 'nat', node: 'host', index: 0 }

const server = { node: 'blue', address: BLUE, port: PORT }
const open = { from: 'neighbour', to: BLUE, port: PORT }
const hidden = { from: 'neighbour', to: HOST_OUTSIDE, port: PORT }

const forward = (lab: Lab, to: string) =>
  setNat(lab, 'host', [{ type: 'dnat', protocol: 'tcp', port: PORT, in: 'eth0', to: `${to}:${PORT}` }])
const teach = (lab: Lab) => setRoutes(lab, 'neighbour', [{ to: INSIDE, via: HOST_OUTSIDE }])

/** Two ways in: a route on the neighbour, or a port of the host. */
export const portForward: Guide = {
  lab: 'port-forward',
  start: [(lab) => setNat(lab, 'host', []), (lab) => setRoutes(lab, 'neighbour', [])],
  server,
  steps: [
    {
      id: 'build',
      elements: [blue, host, neighbour],
      action: { kind: 'apply' },
      check: applied(
        up('blue', 'veth-blue'),
        bridgeUp('v-net-0'),
        up('host', 'eth0'),
        up('neighbour', 'eth0'),
        forwards('host'),
        route('blue', OFFICE),
        nat('host', 'dnat', false),
        noRoute('neighbour', INSIDE),
      ),
    },
    {
      id: 'serve',
      elements: [blue],
      action: { kind: 'serve', server },
      check: probed({ from: 'blue', to: BLUE, port: PORT }, { outcome: 'answered' }),
    },
    {
      id: 'shut',
      elements: [neighbour],
      action: { kind: 'probe', probe: open },
      answer: 1,
      check: probed(
        open,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'neighbour' },
        noRoute('neighbour', INSIDE),
      ),
    },
    {
      id: 'route',
      elements: [neighbour, host],
      action: { kind: 'edit', edit: teach },
      check: has(route('neighbour', INSIDE, HOST_OUTSIDE)),
    },
    {
      id: 'open',
      elements: [neighbour, host, blue],
      action: { kind: 'probe', probe: open },
      check: probed(open, { outcome: 'answered' }, route('neighbour', INSIDE)),
    },
    {
      id: 'forget',
      elements: [neighbour],
      action: { kind: 'edit', edit: (lab) => setRoutes(lab, 'neighbour', []) },
      check: has(noRoute('neighbour', INSIDE)),
    },
    {
      id: 'ask',
      elements: [neighbour, host],
      action: { kind: 'probe', probe: hidden },
      answer: 1,
      check: probed(hidden, { outcome: 'refused' }, nat('host', 'dnat', false)),
    },
    {
      id: 'dnat',
      elements: [host, blue],
      action: { kind: 'edit', edit: (lab) => forward(lab, BLUE) },
      check: has(nat('host', 'dnat')),
    },
    {
      id: 'hidden',
      elements: [neighbour, host, blue],
      action: { kind: 'probe', probe: hidden },
      check: probed(hidden, { outcome: 'answered' }, nat('host', 'dnat'), noRoute('neighbour', INSIDE)),
    },
    {
      id: 'both',
      elements: [neighbour],
      action: { kind: 'edit', edit: teach },
      check: has(route('neighbour', INSIDE, HOST_OUTSIDE)),
    },
  ],
  faults: [
    {
      id: 'rule-gone',
      culprits: [rule, host],
      cause: { kind: 'kernel', ops: [{ op: 'rules-delete', netns: 'host', lab: 'port-forward' }] },
      proof: hidden,
    },
    {
      id: 'wrong-room',
      culprits: [rule, host],
      cause: { kind: 'drawn', edit: (lab) => forward(lab, '192.168.15.3') },
      proof: hidden,
    },
    {
      id: 'no-return',
      culprits: [blue],
      cause: {
        kind: 'kernel',
        ops: [{ op: 'route-delete', netns: 'blue', family: 4, to: OFFICE, via: '192.168.15.5' }],
      },
      proof: hidden,
    },
    {
      id: 'not-a-router',
      culprits: [host],
      cause: { kind: 'kernel', ops: [{ op: 'forwarding', netns: 'host', on: false }] },
      proof: hidden,
    },
  ],
  text: { en: portForwardEn, zh: portForwardZh },
}
