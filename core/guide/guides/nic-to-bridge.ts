import { Edit } from '../../edit/build'
import { setInterface } from '../../edit/set-interface'
import type { ElementRef } from '../../lab/element'
import { nicToBridgeEn } from '../../text/guides/nic-to-bridge.en'
import { nicToBridgeZh } from '../../text/guides/nic-to-bridge.zh'
import { applied, has } from '../check'
import { bridgeUp, carried, hasAddress, nicPort, up } from '../facts'
import type { Guide } from '../guide'

const host: ElementRef = { kind: 'node', node: 'host' }
const bridge: ElementRef = { kind: 'node', node: 'br0' }
const guest: ElementRef = { kind: 'node', node: 'guest' }

const alone = nicPort('br0', false)

/**
 * A network card becomes a port, and its address the bridge's. There are no faults to find: the way by which the page is read may go through the card.
 */
export const nicToBridge: Guide = {
  lab: 'nic-to-bridge',
  machine: 'host',
  start: [
    (lab) => new Edit(lab).set(['nodes', 'host', 'interfaces'], undefined).command('set-interface'),
    (lab) => setInterface(lab, 'guest', 'eth0', { addresses: [] }),
  ],
  steps: [
    {
      id: 'build',
      elements: [bridge, guest],
      action: { kind: 'apply' },
      check: applied(bridgeUp('br0'), up('guest', 'eth0'), alone),
    },
    { id: 'island', elements: [bridge, guest], answer: 1, check: has(bridgeUp('br0'), alone) },
    { id: 'risk', elements: [host], answer: 2, check: has(bridgeUp('br0'), alone) },
    {
      id: 'card',
      elements: [host, bridge],
      action: { kind: 'edit', edit: (lab) => setInterface(lab, 'host', 'eth0', { bridge: 'br0' }) },
      check: has(nicPort('br0')),
    },
    { id: 'moved', elements: [bridge], answer: 1, check: has(nicPort('br0'), carried('br0')) },
    {
      id: 'guest',
      elements: [guest],
      action: { kind: 'edit', edit: (lab) => setInterface(lab, 'guest', 'eth0', { addresses: ['192.168.0.200/24'] }) },
      check: has(hasAddress('guest', 'eth0')),
    },
    { id: 'back', elements: [host, bridge], answer: 0, check: has(nicPort('br0')) },
  ],
  faults: [],
  text: { en: nicToBridgeEn, zh: nicToBridgeZh },
}
