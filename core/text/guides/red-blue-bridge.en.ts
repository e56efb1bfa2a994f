import type { GuideText } from '../../guide/guide'

/** red-blue-bridge, English. `zh` has the same keys. */
export const redBlueBridgeEn = {
  intro:
    'A bridge is two things at once. To red and blue it is a switch: whatever they plug into it hears each other. To the host it is an interface like any other, called `v-net-0`, which may have an address or not. This guide takes the two apart.',
  steps: {
    build: {
      title: 'Build it without an address',
      text: 'Two namespaces, two veth pairs, one bridge. One end of each pair lives in its namespace, the other is a port of the bridge. The bridge itself gets no address yet.',
      after:
        'All of it is up. The kernel has given the ends their lights: each end is up, and each sees that its peer is up too.',
    },
    meet: {
      title: 'Red calls blue',
      text: 'The bridge has no address. Does blue, `192.168.15.2`, answer red?',
      choices: [
        'Yes: a switch passes frames on and needs no address for it',
        'No: without an address the bridge cannot take part',
        'Only if the host forwards',
      ],
      after:
        'Red and blue have addresses in one network, so red asks all of the segment who has `192.168.15.2`, and the bridge carries question and answer from port to port. It reads MACs, not IP addresses.',
    },
    blind: {
      title: 'The host calls red',
      text: 'The ports of the bridge are interfaces of the host. Does red, `192.168.15.1`, answer the host?',
      choices: [
        'Yes: the cables end in the host',
        'No: the host has no address and no route in that network',
        'Yes, but only after red has called first',
      ],
      after:
        'The host has nothing that tells it where `192.168.15.0/24` is. A port hands its frames to the bridge, not to the host; the way from the host to the segment is the bridge’s own interface, and that has no address.',
    },
    address: {
      title: 'Give the bridge an address',
      text: 'Select `v-net-0` and add `192.168.15.5/24`. The prefix length matters: it says how big the network is that the host joins.',
      after: 'Now the host has one foot in the segment: the bridge’s own interface.',
    },
    route: {
      title: 'And the route?',
      text: 'To reach `192.168.15.0/24` the host needs a route. Who adds it?',
      choices: [
        'I do: `ip route add 192.168.15.0/24 via 192.168.15.5`',
        'Nobody has to: the kernel added it together with the address',
        'Red announces it',
      ],
      after:
        'An address with a prefix brings its connected route along: `192.168.15.0/24 dev v-net-0`, marked `proto kernel`. A route `via` one’s own address would be pointless: the host is there already.',
    },
    sees: {
      title: 'The host calls red again',
      text: 'Same ping as before, and nothing has changed in red.',
      after: 'One address on the bridge, and the host is a member of the network.',
    },
    back: {
      title: 'And back: red calls the host',
      text: 'Red knows nothing of `v-net-0`’s new address. Does `192.168.15.5` answer red?',
      choices: [
        'No: red needs a route to it first',
        'Yes: for red it is one more neighbour in its own network',
        'No: the host has to forward first',
      ],
      after:
        'For red the host is one more station on the switch. Nothing was routed and nothing forwarded so far: all three are in one network.',
    },
  },
  faults: {
    'end-down': {
      symptom: 'Red no longer gets an answer from blue, and blue none from red.',
      hints: [
        'Whom can the host still reach? That halves the search.',
        'A veth pair passes frames only while both of its ends are up. Look at the lights of the ends.',
        'Look at `veth-red`.',
      ],
      after: '`veth-red` was down. Its peer on the bridge then had no carrier, and its routes in red were gone.',
    },
    unplugged: {
      symptom: 'Red no longer gets an answer from blue, though every interface is up.',
      hints: [
        'Every light can be green and the cable still lead nowhere.',
        'A port is an interface with a master. Compare the two ends that stay on the host.',
        '`veth-blue-br` has no master any more.',
      ],
      after:
        'Blue’s cable was pulled out of the switch: `veth-blue-br` was up, but no port of `v-net-0` any more, so its frames went to the host and ended there.',
    },
    'switch-off': {
      symptom: 'Nobody reaches anybody.',
      hints: [
        'What do red, blue and the host have in common?',
        'The namespaces and their ends are in order.',
        'Look at the light of `v-net-0`.',
      ],
      after: 'The bridge was down. Its ports stay up then, but it passes nothing between them.',
    },
    prefix: {
      symptom: 'Red’s pings to blue are lost. The drawing agrees with the kernel, so nothing has drifted.',
      hints: [
        'Does blue’s answer set out at all? Ask which networks blue thinks it is in.',
        'An address is only half of the story; the number behind the slash is the other half.',
        'Compare the prefix lengths of `veth-red` and `veth-blue`.',
      ],
      after:
        'Blue’s address had `/32`: a network of one. Red’s request arrived, but blue had no route to send the answer by. An address that is typed without any prefix length gets exactly this one.',
    },
  },
} satisfies GuideText
