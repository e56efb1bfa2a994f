import type { GuideText } from '../../guide/guide'

/** host-namespace, English. `zh` has the same keys. */
export const hostNamespaceEn = {
  intro:
    'A namespace is not far away: it lives on this very machine, and one veth pair joins the two. One end stays with the host, the other moves in. This is how a container gets its network.',
  steps: {
    build: {
      title: 'One end here, one end there',
      text: '`veth-1` stays on the host, `veth-2` is in `net-test`. No addresses yet, and the loopback of `net-test` is as a new namespace has it.',
      after: 'Both ends are up. `lo` in `net-test` is not, and nobody has touched it.',
    },
    self: {
      title: 'net-test calls itself',
      text: 'Does `127.0.0.1` answer inside `net-test`?',
      choices: [
        'Yes: the loopback always works',
        'No: a new namespace has its loopback down, and then not even that',
        'Yes, and it is the host that answers',
      ],
      after:
        'A new namespace begins with one interface, `lo`, and that is down. While it is down it has no address, not even `127.0.0.1`. Programs that talk to themselves over it fail in ways that are hard to read.',
    },
    lo: {
      title: 'Bring lo up',
      text: 'Select `net-test` and switch `lo` on.',
      after: 'With the loopback up its address came by itself.',
    },
    again: {
      title: 'net-test calls itself again',
      text: 'Same ping, same namespace.',
      after: 'Every namespace has a loopback of its own: nothing of this was seen outside.',
    },
    addresses: {
      title: 'Two addresses in one network',
      text: 'Give `veth-1` the address `10.0.0.1/24` and `veth-2` the address `10.0.0.2/24`.',
      after: 'The pair is a network of two now.',
    },
    routes: {
      title: 'How many routes do you have to write?',
      text: 'The host is to find `10.0.0.2`, and `net-test` is to find `10.0.0.1`.',
      choices: ['None', 'One, in `net-test`: its default route', 'Two, one on each side'],
      after:
        'Either side has got `10.0.0.0/24` with its address. A default route is only needed for what lies beyond the other side.',
    },
    there: {
      title: 'The host calls net-test',
      text: 'From this side of the pair to the other.',
      after: 'Over the cable and back.',
    },
    back: {
      title: 'net-test calls the host',
      text: 'Does the host have to forward for `10.0.0.1` to answer?',
      choices: [
        'Yes: the packet comes from another namespace',
        'No: the packet is for the host itself, so nothing is passed on',
        'Yes, and it needs MASQUERADE too',
      ],
      after:
        'Forwarding is about packets for somebody else. This one has arrived. It would be different if `net-test` wanted to go on from here, to the network that the host is in.',
    },
  },
  faults: {
    'end-down': {
      symptom: 'The host no longer gets an answer from net-test.',
      hints: ['Is there still a route on the host?', 'Both ends have to be up for either to be of use.', 'Look at `veth-1`.'],
      after: '`veth-1` on the host was down. Its route went with it, and `veth-2` was left without carrier.',
    },
    'address-gone': {
      symptom: 'The host no longer gets an answer from net-test, and all lights are on.',
      hints: [
        'Green lights say that the cable is good, and no more than that.',
        'Which networks does the host think it is in? (`ip route`)',
        'Compare the addresses of `veth-1` drawn and in the kernel.',
      ],
      after: 'The address of `veth-1` was gone, and its route with it.',
    },
    'other-network': {
      symptom: 'The host gets no answer from 10.0.0.2. The drawing agrees with the kernel.',
      hints: [
        'Who has 10.0.0.2?',
        'Two addresses are neighbours only when their networks are the same.',
        'Read the address of `veth-2`.',
      ],
      after: '`veth-2` had `10.0.1.2/24`, which is another network than `10.0.0.0/24`.',
    },
  },
} satisfies GuideText
