import type { GuideText } from '../../guide/guide'

/** two-namespaces, English. `zh` has the same keys. */
export const twoNamespacesEn = {
  intro:
    'The smallest network there is: two namespaces and one cable. A veth pair is that cable. It always has two ends, and each end can live in a namespace of its own. What is missing for the two to talk, once the cable lies there?',
  steps: {
    build: {
      title: 'Lay the cable',
      text: 'Two namespaces, and a veth pair with one end in each. No addresses yet.',
      after: 'Both ends are up and see each other: the physical side, so to speak, is done.',
    },
    mute: {
      title: 'ns1 calls 172.16.0.2',
      text: 'The cable lies and both ends are up. What comes of a ping to `172.16.0.2`?',
      choices: [
        'It is sent into the cable, and nobody answers',
        'It is not even sent: ns1 does not know where that network is',
        'ns2 answers: there is nobody else at the other end',
      ],
      after:
        'The kernel asks its routing table first, and that of ns1 is empty: `Network is unreachable`. Not one packet has left.',
    },
    left: {
      title: 'An address for ns1',
      text: 'Give `veth-ns1` the address `172.16.0.1/16`.',
      after: 'Together with the address came a route: `172.16.0.0/16` is reached through `veth-ns1`.',
    },
    alone: {
      title: 'Call again',
      text: 'Now ns1 knows the way to `172.16.0.2`. Who answers?',
      choices: ['Still nobody', 'ns2: it is the only one on the cable', 'ns1 itself'],
      after:
        'This time something was sent: the question who has `172.16.0.2` (ARP). Nobody has it, so nobody answered, and after three tries the kernel gave up: `Destination Host Unreachable`.',
    },
    right: {
      title: 'An address for ns2',
      text: 'Give `veth-ns2` the address `172.16.0.2/16`.',
      after: 'Both are in `172.16.0.0/16` now. Neither needs a gateway: they are next door to each other.',
    },
    talk: {
      title: 'And now?',
      text: 'The same ping for the third time.',
      after: 'It is answered. Cable, address, route: that is all there was to it.',
    },
    tables: {
      title: 'Who has learnt what?',
      text: 'To send a frame one needs the other’s MAC. Whose neighbour table holds one now? (`ip neigh`, or `arp`)',
      choices: [
        'Only that of ns1, which asked',
        'Those of ns1 and ns2, and not the host’s',
        'All three: the host sees everything that goes on',
      ],
      after:
        'ns1 learnt from the answer, ns2 from the question. The host has a neighbour table of its own, and nothing of this in it: a namespace is a network stack of its own, tables included.',
    },
  },
  faults: {
    'end-down': {
      symptom: 'ns1 and ns2 have lost each other.',
      hints: [
        'Is there still a route in ns1? And in ns2?',
        'A route through an interface goes when the interface goes down.',
        'Look at the light of `veth-ns2`.',
      ],
      after: '`veth-ns2` was down. Its peer then has no carrier, as if the plug had been pulled.',
    },
    'no-prefix': {
      symptom: 'Pings from ns1 say that the network is unreachable, though its address is there.',
      hints: [
        'The right address, and yet no route: what else belongs to an address?',
        'Compare the routes of ns1 and ns2.',
        'Look at the prefix length of `veth-ns1` in the kernel.',
      ],
      after:
        'ns1 had `172.16.0.1/32`. That is what `ip addr add 172.16.0.1 dev veth-ns1` makes when the prefix length is left out: a network of one, and no route to anybody.',
    },
    'other-network': {
      symptom: 'ns1 gets no answer from 172.16.0.2. The drawing agrees with the kernel.',
      hints: [
        'Is there anybody who has 172.16.0.2?',
        'Read both addresses aloud, digit by digit.',
        'The second number of `veth-ns2`’s address.',
      ],
      after: 'ns2 had `172.17.0.2/16`: one digit off, and the two were in different networks on the same cable.',
    },
  },
} satisfies GuideText
