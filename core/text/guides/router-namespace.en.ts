import type { GuideText } from '../../guide/guide'

/** router-namespace, English. `zh` has the same keys. */
export const routerNamespaceEn = {
  intro:
    'A router need not be the host, and no box either: here it is a namespace, Instance1, with one foot on the virtual machines’ switch `internal` and one on the office’s switch `br0`. The host lends the switches and stays out of it. What does a namespace need to be what the box under your desk is?',
  steps: {
    build: {
      title: 'The cables, and nothing else',
      text: 'dom1 and dom2 play the virtual machines. They have no addresses and ask for one (DHCP). Instance1 has an address on either side and forwards.',
      after: 'Everything is up, and a client runs in dom1 and in dom2.',
    },
    nobody: {
      title: 'Who gives dom1 an address?',
      text: 'The client in dom1 asks all of its segment, again and again.',
      choices: [
        'The host: the bridge is its own',
        'Nobody: there is no server on that segment',
        'The office’s router, through Instance1',
      ],
      after:
        'The question goes to everybody on the switch and no further: a router does not pass on broadcasts. And the bridge `internal` has no address, so the host is not even a member of that network.',
    },
    server: {
      title: 'A server in Instance1',
      text: 'Let Instance1 hand out `192.168.1.100` to `192.168.1.199` at `veth1.4`, with itself, `192.168.1.1`, as the router. The clients ask every few seconds, so give them a moment.',
      after: 'Offered, asked for, acknowledged: both have an address on loan, for an hour.',
    },
    gift: {
      title: 'What came with the address?',
      text: 'Look at dom1: its addresses, its routes.',
      choices: ['Only the address', 'The address and a default route', 'The address, and a route to each machine of the office'],
      after:
        'A lease carries the way out and a name server too. The default route via `192.168.1.1` is marked `proto dhcp`: it came with the lease and goes with it.',
    },
    gateway: {
      title: 'dom1 calls its router',
      text: 'The first station on any way out.',
      after: 'The inside works.',
    },
    oneway: {
      title: 'dom1 calls the neighbour in the office',
      text: 'dom1 has a default route and Instance1 forwards. Does `192.168.0.100` answer?',
      choices: [
        'Yes: route and forwarding are all that it takes',
        'No: the neighbour gets the request, and has no route for the answer',
        'No: Instance1 needs an address on `br0` first',
      ],
      after:
        'As ever: half of a conversation is the way back. The office has never heard of `192.168.1.0/24`, and the machines there cannot be asked to learn it.',
    },
    snat: {
      title: 'Hide them behind Instance1',
      text: 'Add an SNAT rule in Instance1: source `192.168.1.0/24`, except to `192.168.1.0/24` itself, to `192.168.0.254`. The new address has to be Instance1’s outside one: it is there that answers are sent.',
      after:
        'SNAT names the address that MASQUERADE would look up for each connection. On a router whose address stays, that is all the same.',
    },
    through: {
      title: 'dom1 calls the neighbour again',
      text: 'Same ping.',
      after: 'It is answered.',
    },
    whom: {
      title: 'Who was it, as seen from the office?',
      text: 'Look at the neighbour’s table (`ip neigh`).',
      choices: ['dom1', 'Instance1, `192.168.0.254`', 'The host, `192.168.0.5`'],
      after:
        'Instance1 it was. The host does not appear, although each frame went through two of its bridges: it only switched them.',
    },
    world: {
      title: 'dom1 calls the internet',
      text: 'Instance1 has a default route to the office’s gateway already.',
      after: 'Leased address, leased route, lent source address: and out it goes.',
    },
  },
  faults: {
    unplugged: {
      symptom: 'The virtual machines reach each other, and nothing else.',
      hints: [
        'Does 192.168.1.1 answer dom1?',
        'It does not, though Instance1 is up. What lies between?',
        'Look at the ports of `internal`.',
      ],
      after: '`veth1.5`, the router’s cable, was no port of `internal` any more.',
    },
    'no-snat': {
      symptom: 'dom1 gets no answer from the neighbour, but its router answers.',
      hints: [
        'So the inside works. Does the request leave on the other side?',
        'It does, and arrives. Whom does the neighbour see as its source?',
        'Look at the rules of Instance1.',
      ],
      after: 'The SNAT rule was gone.',
    },
    'inside-source': {
      symptom: 'dom1 gets no answer from the neighbour. The drawing agrees with the kernel.',
      hints: [
        'There is an SNAT rule. What does it make of the source?',
        'The answer goes to that address. Can the office find it?',
        'On which side of Instance1 is the network of the new address?',
      ],
      after:
        'The rule put `192.168.1.254` on the packets, an address of the inside network. For the office it is as unknown as dom1’s own.',
    },
    'not-a-router': {
      symptom: 'dom1 reaches its router, and nobody behind it.',
      hints: ['Both of Instance1’s feet are in order.', 'What has to happen between them?', 'Look at Instance1’s forwarding.'],
      after: 'Instance1 did not forward any more.',
    },
    'no-uplink': {
      symptom: 'The office answers dom1, the internet does not.',
      hints: [
        'Then leases, forwarding and SNAT are right.',
        'Who sends the error that dom1 gets?',
        'Look at the routes of Instance1.',
      ],
      after: 'Instance1 had lost its default route.',
    },
  },
} satisfies GuideText
