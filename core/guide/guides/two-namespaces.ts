import { setInterface } from '../../edit/set-interface'
import type { ElementRef } from '../../lab/element'
import { twoNamespacesEn } from '../../text/guides/two-namespaces.en'
import { twoNamespacesZh } from '../../text/guides/two-namespaces.zh'
import { applied, has, probed } from '../check'
import { address, connected, learned, noAddress, unknown, up } from '../facts'
import type { EditOf, Guide } from '../guide'

const LEFT = '172.16.0.1'
const RIGHT = '172.16.0.2'

const ns1: ElementRef = { kind: 'node', node: 'ns1' }
const ns2: ElementRef = { kind: 'node', node: 'ns2' }
const host: ElementRef = { kind: 'node', node: 'host' }
const left: ElementRef = { kind: 'interface', node: 'ns1', name: 'veth-ns1' }
const right: ElementRef = { kind: 'interface', node: 'ns2', name: 'veth-ns2' }
const call = { from: 'ns1', to: RIGHT }

const addresses =
  (node: string, name: string, ...cidrs: string[]): EditOf =>
  (lab) =>
    setInterface(lab, node, name, { addresses: cidrs })

/** A cable, then an address at one end, then at the other. */
export const twoNamespaces: Guide = {
  lab: 'two-namespaces',
  start: [addresses('ns1', 'veth-ns1'), addresses('ns2', 'veth-ns2')],
  steps: [
    {
      id: 'build',
      elements: [ns1, ns2],
      action: { kind: 'apply' },
      check: applied(up('ns1', 'veth-ns1'), up('ns2', 'veth-ns2'), noAddress('ns1', 'veth-ns1'), noAddress('ns2', 'veth-ns2')),
    },
    {
      id: 'mute',
      elements: [ns1],
      action: { kind: 'probe', probe: call },
      answer: 1,
      check: probed(
        call,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'ns1' },
        noAddress('ns1', 'veth-ns1'),
      ),
    },
    {
      id: 'left',
      elements: [left],
      action: { kind: 'edit', edit: addresses('ns1', 'veth-ns1', `${LEFT}/16`) },
      check: has(address('ns1', 'veth-ns1', `${LEFT}/16`), connected('ns1', '172.16.0.0/16')),
    },
    {
      id: 'alone',
      elements: [ns1, ns2],
      action: { kind: 'probe', probe: call },
      answer: 0,
      check: probed(
        call,
        { outcome: 'silent', stop: 'no-neighbour', direction: 'request', netns: 'ns1' },
        address('ns1', 'veth-ns1', `${LEFT}/16`),
        noAddress('ns2', 'veth-ns2'),
      ),
    },
    {
      id: 'right',
      elements: [right],
      action: { kind: 'edit', edit: addresses('ns2', 'veth-ns2', `${RIGHT}/16`) },
      check: has(address('ns2', 'veth-ns2', `${RIGHT}/16`)),
    },
    {
      id: 'talk',
      elements: [ns1, ns2],
      action: { kind: 'probe', probe: call },
      check: probed(call, { outcome: 'answered' }, address('ns2', 'veth-ns2', `${RIGHT}/16`)),
    },
    {
      id: 'tables',
      elements: [ns1, ns2, host],
      answer: 1,
      check: has(learned('ns1', RIGHT), learned('ns2', LEFT), unknown('host', LEFT), unknown('host', RIGHT)),
    },
  ],
  faults: [
    {
      id: 'end-down',
      culprits: [right],
      cause: { kind: 'kernel', ops: [{ op: 'link-down', netns: 'ns2', name: 'veth-ns2' }] },
      proof: call,
    },
    {
      id: 'no-prefix',
      culprits: [left],
      cause: {
        kind: 'kernel',
        ops: [
          { op: 'address-delete', netns: 'ns1', dev: 'veth-ns1', address: `${LEFT}/16` },
          { op: 'address-add', netns: 'ns1', dev: 'veth-ns1', address: `${LEFT}/32` },
        ],
      },
      proof: call,
    },
    {
      id: 'other-network',
      culprits: [right],
      cause: { kind: 'drawn', edit: addresses('ns2', 'veth-ns2', '172.17.0.2/16') },
      proof: call,
    },
  ],
  text: { en: twoNamespacesEn, zh: twoNamespacesZh },
}
