import { Edit } from '../../edit/build'
import { setNat } from '../../edit/nat'
import type { ElementRef } from '../../lab/element'
import type { Lab } from '../../lab/schema'
import { routerNamespaceEn } from '../../text/guides/router-namespace.en'
import { routerNamespaceZh } from '../../text/guides/router-namespace.zh'
import { applied, has, probed } from '../check'
import { bridgeUp, forwards, learned, leased, nat, noAddress, route, up } from '../facts'
import { defaultGone, forwardingOff, rulesGone } from '../faults'
import type { Guide } from '../guide'

const INSIDE = '192.168.1.0/24'
const ROUTER = '192.168.1.1'
const OUTSIDE = '192.168.0.254'
const NEIGHBOUR = '192.168.0.100'
const INTERNET = '8.8.8.8'

const dom1: ElementRef = { kind: 'node', node: 'dom1' }
const dom2: ElementRef = { kind: 'node', node: 'dom2' }
const router: ElementRef & { kind: 'node' } = { kind: 'node', node: 'Instance1' }
const internal: ElementRef = { kind: 'node', node: 'internal' }
const neighbour: ElementRef = { kind: 'node', node: 'neighbour' }
const gateway: ElementRef = { kind: 'node', node: 'gateway' }
const rule: ElementRef = { kind: 'nat', node: 'Instance1', index: 0 }

const near = { from: 'dom1', to: ROUTER }
const call = { from: 'dom1', to: NEIGHBOUR }
const far = { from: 'dom1', to: INTERNET }
const gift = route('dom1', 'default', ROUTER)
const cloaked = nat('Instance1', 'snat')

const SERVER = { interface: 'veth1.4', range: ['192.168.1.100', '192.168.1.199'], router: ROUTER, dns: [INTERNET], lease: '1h' }
const serve = (lab: Lab, server: typeof SERVER | undefined) =>
  new Edit(lab).set(['nodes', 'Instance1', 'dhcpServer'], server).command('set-node')
const hide = (lab: Lab, to: string) => setNat(lab, 'Instance1', [{ type: 'snat', source: INSIDE, except: [INSIDE], to }])

/** A namespace becomes a router: it gives out addresses, forwards, and lends its own. */
export const routerNamespace: Guide = {
  lab: 'router-namespace',
  start: [(lab) => serve(lab, undefined), (lab) => setNat(lab, 'Instance1', [])],
  steps: [
    {
      id: 'build',
      elements: [dom1, dom2, internal, router],
      action: { kind: 'apply' },
      check: applied(
        up('dom1', 'veth1.2'),
        up('dom2', 'veth1.3'),
        bridgeUp('internal'),
        bridgeUp('br0'),
        up('Instance1', 'veth1.4'),
        up('Instance1', 'veth1.6'),
        forwards('Instance1'),
        noAddress('dom1', 'veth1.2'),
        nat('Instance1', 'snat', false),
      ),
    },
    { id: 'nobody', elements: [dom1, internal], answer: 1, check: has(noAddress('dom1', 'veth1.2')) },
    {
      id: 'server',
      elements: [router],
      action: { kind: 'edit', edit: (lab) => serve(lab, SERVER) },
      check: has(leased('dom1', 'veth1.2'), leased('dom2', 'veth1.3')),
    },
    { id: 'gift', elements: [dom1], answer: 1, check: has(gift) },
    {
      id: 'gateway',
      elements: [dom1, internal, router],
      action: { kind: 'probe', probe: near },
      check: probed(near, { outcome: 'answered' }, gift),
    },
    {
      id: 'oneway',
      elements: [neighbour],
      action: { kind: 'probe', probe: call },
      answer: 1,
      check: probed(
        call,
        { outcome: 'silent', stop: 'no-route', direction: 'reply', netns: 'neighbour' },
        gift,
        nat('Instance1', 'snat', false),
      ),
    },
    {
      id: 'snat',
      elements: [router],
      action: { kind: 'edit', edit: (lab) => hide(lab, OUTSIDE) },
      check: has(cloaked),
    },
    {
      id: 'through',
      elements: [dom1, internal, router, neighbour],
      action: { kind: 'probe', probe: call },
      check: probed(call, { outcome: 'answered' }, cloaked),
    },
    { id: 'whom', elements: [neighbour], answer: 1, check: has(learned('neighbour', OUTSIDE)) },
    {
      id: 'world',
      elements: [dom1, router, gateway],
      action: { kind: 'probe', probe: far },
      check: probed(far, { outcome: 'answered' }, cloaked),
    },
  ],
  faults: [
    {
      id: 'unplugged',
      culprits: [{ kind: 'interface', node: 'internal', name: 'veth1.5' }],
      cause: { kind: 'kernel', ops: [{ op: 'port-detach', netns: 'host', name: 'veth1.5' }] },
      proof: call,
    },
    rulesGone('no-snat', router, 'router-namespace', call),
    {
      id: 'inside-source',
      culprits: [rule, router],
      cause: { kind: 'drawn', edit: (lab) => hide(lab, '192.168.1.254') },
      proof: call,
    },
    forwardingOff('not-a-router', router, call),
    defaultGone('no-uplink', router, '192.168.0.1', far),
  ],
  text: { en: routerNamespaceEn, zh: routerNamespaceZh },
}
