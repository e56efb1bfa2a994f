import type { GuideText } from '../../guide/guide'

/** pipework, English. `zh` has the same keys. */
export const pipeworkEn = {
  intro:
    '`pipework br0 test01 172.18.18.36/24@172.18.18.1` is one line, and five things happen: a bridge is made, a cable laid, its end moved into a running container, an address given, and the default route pointed at a gateway. Here they happen one at a time.\n\nThis guide needs this computer itself, with Docker: a sandbox has no containers. Start one first, of any image that has a shell: `docker run -d --name test01 --network none IMAGE sleep 3600`.',
  steps: {
    build: {
      title: 'A bridge, and a cable into the container',
      text: '`br0` on this computer, and a veth pair: one end is a port of `br0`, the other is `eth1` in `test01`. No addresses yet.',
      after: 'The container has an interface more than it was started with.',
    },
    process: {
      title: 'How did it get in?',
      text: 'The container’s network namespace has no name in `/run/netns`. What was the end of the cable moved by?',
      choices: [
        'By the container’s name, which `ip` asks Docker for',
        'By its IP address',
        'By the number of a process inside, which Docker tells',
      ],
      after:
        '`ip link set … netns PID` takes the network namespace of that process. After a restart it is another process and another namespace, and the cable is gone with the old one: then the drawing says that it drifted, and Apply lays it again.',
    },
    address: {
      title: 'An address for the container',
      text: 'Give `eth1` of `test01` the address `172.18.18.36/24`.',
      after: 'It stands in front of the `@` in that line.',
    },
    nobody: {
      title: 'The container calls 172.18.18.1',
      text: 'That is to be its gateway. Does it answer?',
      choices: [
        'Yes: the bridge is up, and the gateway is the bridge',
        'No: a bridge answers to an address only when it has one',
        'No: the container has no route to it',
      ],
      after:
        'The container asks on the wire who has `172.18.18.1`, and nobody does. As a switch the bridge is fine; as an interface of this computer it has no address.',
    },
    gateway: {
      title: 'An address for the bridge',
      text: 'Give `br0` the address `172.18.18.1/24`.',
      after: 'Now this computer is in that network too. pipework itself leaves this to you.',
    },
    reach: {
      title: 'Call again',
      text: 'The same ping from `test01`.',
      after: 'Through the cable to the bridge, and up into this computer.',
    },
    inland: {
      title: 'And beyond?',
      text: 'Does `test01` send a packet to `8.8.8.8`?',
      choices: [
        'No: it knows one network, and that address is not in it',
        'Yes, to its gateway, which passes it on',
        'Yes, and this computer drops it',
      ],
      after: 'A neighbour that could pass things on is not a gateway until a route says so.',
    },
    default: {
      title: 'The default route',
      text: 'Give `test01` the route `default` via `172.18.18.1`: what stands behind the `@`.',
      after:
        'A container that had a default route of its engine’s would have had it replaced, and would get it back with Destroy.',
    },
    back: {
      title: 'What is still missing for the way back?',
      text: 'Its packets for the world now come to this computer, which forwards them. What does an answer need?',
      choices: [
        'Nothing: what goes out comes back',
        'Somebody out there who knows the way to `172.18.18.0/24`, or MASQUERADE on this computer',
        'A default route on `br0`',
      ],
      after:
        'Nobody outside knows your `172.18.18.0/24`. Draw a NAT rule from the host to `br0` if you want the container to go out with this computer’s address; the lab `lan-gateway` goes through that step by step, in a sandbox.',
    },
  },
  faults: {
    'gateway-moved': {
      symptom: 'The container gets no answer from its gateway any more.',
      hints: [
        'Its route is as it was. Who answers to the gateway’s address?',
        'The container asks who has 172.18.18.1.',
        'Read the address of `br0`.',
      ],
      after: '`br0` had `172.18.19.1/24`: the gateway had moved to another network.',
    },
    'port-down': {
      symptom: 'The container gets no answer from its gateway any more.',
      hints: [
        'Addresses and routes are as they were.',
        'Follow the cable from the container to the bridge.',
        'Look at the port `veth-test01` of `br0`.',
      ],
      after: 'The port of the bridge was drawn down, as if the plug had been pulled at the switch.',
    },
  },
} satisfies GuideText
