import { Edit } from '../../edit/build'
import { patchInterface, setInterface } from '../../edit/set-interface'
import type { ElementRef } from '../../lab/element'
import type { Lab } from '../../lab/schema'
import { hostNamespaceEn } from '../../text/guides/host-namespace.en'
import { hostNamespaceZh } from '../../text/guides/host-namespace.zh'
import { applied, has, probed } from '../check'
import { address, connected, down, up } from '../facts'
import type { Guide } from '../guide'

const HERE = '10.0.0.1'
const THERE = '10.0.0.2'
const NET = '10.0.0.0/24'

const host: ElementRef = { kind: 'node', node: 'host' }
const inside: ElementRef = { kind: 'node', node: 'net-test' }
const end1: ElementRef = { kind: 'interface', node: 'host', name: 'veth-1' }
const end2: ElementRef = { kind: 'interface', node: 'net-test', name: 'veth-2' }
const self = { from: 'net-test', to: '127.0.0.1' }
const there = { from: 'host', to: THERE }
const back = { from: 'net-test', to: HERE }

function setAddresses(lab: Lab, here: string[], at: string[]) {
  const edit = new Edit(lab)
  patchInterface(edit, 'host', 'veth-1', { addresses: here })
  patchInterface(edit, 'net-test', 'veth-2', { addresses: at })
  return edit.command('set-interface')
}

/** The loopback of a new namespace; then an address on either side. */
export const hostNamespace: Guide = {
  lab: 'host-namespace',
  start: [(lab) => setAddresses(lab, [], []), (lab) => setInterface(lab, 'net-test', 'lo', { up: false })],
  steps: [
    {
      id: 'build',
      elements: [host, inside],
      action: { kind: 'apply' },
      check: applied(up('host', 'veth-1'), up('net-test', 'veth-2'), down('net-test', 'lo')),
    },
    {
      id: 'self',
      elements: [inside],
      action: { kind: 'probe', probe: self },
      answer: 1,
      check: probed(
        self,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'net-test' },
        down('net-test', 'lo'),
      ),
    },
    {
      id: 'lo',
      elements: [inside],
      // Said, and not only left to the default, since the lab says it too.
      action: {
        kind: 'edit',
        edit: (lab) => new Edit(lab).set(['nodes', 'net-test', 'interfaces', 'lo', 'up'], true).command('set-interface'),
      },
      check: has(up('net-test', 'lo')),
    },
    {
      id: 'again',
      elements: [inside],
      action: { kind: 'probe', probe: self },
      check: probed(self, { outcome: 'answered' }, up('net-test', 'lo')),
    },
    {
      id: 'addresses',
      elements: [end1, end2],
      action: { kind: 'edit', edit: (lab) => setAddresses(lab, [`${HERE}/24`], [`${THERE}/24`]) },
      check: has(address('host', 'veth-1', `${HERE}/24`), address('net-test', 'veth-2', `${THERE}/24`)),
    },
    { id: 'routes', elements: [host, inside], answer: 0, check: has(connected('host', NET), connected('net-test', NET)) },
    {
      id: 'there',
      elements: [host, inside],
      action: { kind: 'probe', probe: there },
      check: probed(there, { outcome: 'answered' }, connected('host', NET)),
    },
    {
      id: 'back',
      elements: [inside, host],
      action: { kind: 'probe', probe: back },
      answer: 1,
      check: probed(back, { outcome: 'answered' }, connected('net-test', NET)),
    },
  ],
  faults: [
    {
      id: 'end-down',
      culprits: [end1],
      cause: { kind: 'kernel', ops: [{ op: 'link-down', netns: 'host', name: 'veth-1' }] },
      proof: there,
    },
    {
      id: 'address-gone',
      culprits: [end1],
      cause: { kind: 'kernel', ops: [{ op: 'address-delete', netns: 'host', dev: 'veth-1', address: `${HERE}/24` }] },
      proof: there,
    },
    {
      id: 'other-network',
      culprits: [end2],
      cause: { kind: 'drawn', edit: (lab) => setInterface(lab, 'net-test', 'veth-2', { addresses: ['10.0.1.2/24'] }) },
      proof: there,
    },
  ],
  text: { en: hostNamespaceEn, zh: hostNamespaceZh },
}
