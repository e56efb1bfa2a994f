import { setInterface } from '../../edit/set-interface'
import type { ElementRef } from '../../lab/element'
import { containerAttachEn } from '../../text/guides/container-attach.en'
import { containerAttachZh } from '../../text/guides/container-attach.zh'
import { applied, has, probed } from '../check'
import { address, learned, noAddress, noRoute, ofContainer, up } from '../facts'
import type { Guide } from '../guide'

const ONE = '10.1.1.1'
const TWO = '10.1.1.2'

const test1: ElementRef = { kind: 'node', node: 'test1' }
const test2: ElementRef = { kind: 'node', node: 'test2' }
const end1: ElementRef = { kind: 'interface', node: 'test1', name: 'eth0' }
const end2: ElementRef = { kind: 'interface', node: 'test2', name: 'eth0' }
const call = { from: 'test1', to: TWO }
const far = { from: 'test1', to: '8.8.8.8' }

const connectedUp = (node: string) => ofContainer(node, (netns) => up(netns, 'eth0'))
const bare = (node: string) => ofContainer(node, (netns) => noAddress(netns, 'eth0'))
const has1 = ofContainer('test1', (netns) => address(netns, 'eth0', `${ONE}/24`))
const has2 = ofContainer('test2', (netns) => address(netns, 'eth0', `${TWO}/24`))

/** Two running containers without a network get a cable: a container is a namespace that no name leads to, only a process. */
export const containerAttach: Guide = {
  lab: 'container-attach',
  machine: 'host',
  start: [
    (lab) => setInterface(lab, 'test1', 'eth0', { addresses: [] }),
    (lab) => setInterface(lab, 'test2', 'eth0', { addresses: [] }),
  ],
  steps: [
    {
      id: 'build',
      elements: [test1, test2],
      action: { kind: 'apply' },
      check: applied(connectedUp('test1'), connectedUp('test2'), bare('test1'), bare('test2')),
    },
    { id: 'nameless', elements: [test1, test2], answer: 1, check: has(connectedUp('test1'), connectedUp('test2')) },
    {
      id: 'mute',
      elements: [test1],
      action: { kind: 'probe', probe: call },
      answer: 1,
      check: probed(call, { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'docker:test1' }, bare('test1')),
    },
    {
      id: 'first',
      elements: [end1],
      action: { kind: 'edit', edit: (lab) => setInterface(lab, 'test1', 'eth0', { addresses: [`${ONE}/24`] }) },
      check: has(has1),
    },
    {
      id: 'second',
      elements: [end2],
      action: { kind: 'edit', edit: (lab) => setInterface(lab, 'test2', 'eth0', { addresses: [`${TWO}/24`] }) },
      check: has(has2),
    },
    {
      id: 'call',
      elements: [test1, test2],
      action: { kind: 'probe', probe: call },
      check: probed(call, { outcome: 'answered' }, has1, has2),
    },
    {
      id: 'learned',
      elements: [test1],
      answer: 0,
      check: has(ofContainer('test1', (netns) => learned(netns, TWO))),
    },
    {
      id: 'alone',
      elements: [test1],
      action: { kind: 'probe', probe: far },
      answer: 2,
      check: probed(
        far,
        { outcome: 'silent', stop: 'no-route', direction: 'request', netns: 'docker:test1' },
        has1,
        ofContainer('test1', (netns) => noRoute(netns, 'default')),
      ),
    },
  ],
  faults: [
    {
      id: 'other-network',
      culprits: [end2],
      cause: { kind: 'drawn', edit: (lab) => setInterface(lab, 'test2', 'eth0', { addresses: ['10.1.2.2/24'] }) },
      proof: call,
    },
    {
      id: 'end-down',
      culprits: [end2],
      cause: { kind: 'drawn', edit: (lab) => setInterface(lab, 'test2', 'eth0', { up: false }) },
      proof: call,
    },
  ],
  text: { en: containerAttachEn, zh: containerAttachZh },
}
