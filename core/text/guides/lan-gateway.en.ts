import type { GuideText } from '../../guide/guide'

/** lan-gateway, English. `zh` has the same keys. */
export const lanGatewayEn = {
  intro:
    'Blue sits behind the host, the host sits in an office network. Blue wants to reach the neighbour there, `192.168.1.100`, and after that the internet. Four things are missing, and each fails in its own way. Put them right one at a time, and learn to tell them apart.',
  steps: {
    build: {
      title: 'Build it, with four things missing',
      text: 'Blue is on the bridge `v-net-0`, whose address `192.168.15.5` belongs to the host. The host’s other foot, `eth0`, is in the office.',
      after: 'Everything is up. Blue and the host can talk, the host and the neighbour can talk; blue and the neighbour cannot.',
    },
    lost: {
      title: 'Blue calls the neighbour',
      text: 'What does a ping to `192.168.1.100` run into first?',
      choices: ['Blue has no route there: it fails at once', 'The host throws it away', 'It arrives, but the answer is lost'],
      after:
        'Blue knows only its own network. For `192.168.1.100` it has no route, so nothing leaves it: `Network is unreachable`, immediately.',
    },
    route: {
      title: 'A route for blue',
      text: 'Give blue a route to `192.168.1.0/24` via `192.168.15.5`. A gateway has to be somebody whom blue reaches directly, and the bridge’s address is.',
      after: 'Blue now hands everything for the office to the host.',
    },
    nearly: {
      title: 'As far as the host’s own office address',
      text: 'The host does not forward yet. Does its address in the office, `192.168.1.3`, answer blue?',
      choices: [
        'No: it is on the other side of the host',
        'Yes: it is an address of the host, and the packet is at the host',
        'Only with MASQUERADE',
      ],
      after:
        'Addresses belong to the machine, not to the plug. The packet is for the host and it is at the host: nothing has to be passed on. So this ping proves less than one would think.',
    },
    stuck: {
      title: 'And the neighbour behind it?',
      text: 'Same route, one station further. Forwarding on the host is off.',
      choices: [
        'The host sends back an error',
        'Silence: the host receives the packet and drops it',
        'It works: the route is there',
      ],
      after:
        'A Linux machine that is not a router keeps to itself whatever is not addressed to it, and says nothing about it. Silence, where the missing route was an error at once.',
    },
    forwarding: {
      title: 'Let the host forward',
      text: 'Switch forwarding on for the host. On a computer this is `net.ipv4.ip_forward`, and `/etc/sysctl.conf` keeps it over a restart.',
      after: 'The host is a router now.',
    },
    oneway: {
      title: 'And now?',
      text: 'Route and forwarding are right. The neighbour has `192.168.1.100/24` and no other route.',
      choices: [
        'It works',
        'The request arrives, but the neighbour does not know where to send the answer',
        'The host still drops it',
      ],
      after:
        'From blue it looks as before: silence. But now the request does arrive. Its source is `192.168.15.2`, and of that network the neighbour has never heard: the answer has no way back. To tell the two apart, look at the neighbour.',
    },
    masquerade: {
      title: 'Lend blue the host’s address',
      text: 'Add a MASQUERADE rule on the host: source `192.168.15.0/24`, out of `eth0`. Draw from the host’s NAT handle to `v-net-0`, or use the inspector.',
      after: 'What leaves through `eth0` from blue’s network carries `192.168.1.3` from now on.',
    },
    through: {
      title: 'Blue calls the neighbour, for the last time',
      text: 'The neighbour has to answer `192.168.1.3` now, and that is next door.',
      after:
        'It is answered. The host remembers each connection that it lent its address to, and turns the answer’s destination back into blue’s.',
    },
    whom: {
      title: 'With whom has the neighbour spoken?',
      text: 'Look at the neighbour’s own table (`ip neigh`). Which address does it hold?',
      choices: ['Blue’s, `192.168.15.2`', 'The host’s, `192.168.1.3`', 'Both'],
      after: 'As far as the neighbour can tell, it was the host all along.',
    },
    outside: {
      title: 'Blue calls the internet',
      text: '`8.8.8.8` is neither in blue’s network nor in the office.',
      choices: ['It works already', 'Blue has no route for it', 'The masquerading is missing'],
      after: 'One route to one network is not a route to everywhere. Blue is where it was at the beginning.',
    },
    default: {
      title: 'A default route for blue',
      text: 'Replace blue’s route by a default route via `192.168.15.5`: whatever is not closer goes to the host.',
      after: 'The route to the office is covered by it too, so it is no longer needed.',
    },
    further: {
      title: 'Is that enough?',
      text: 'Blue sends everything to the host now. And the host?',
      choices: ['It is enough: the host masquerades', 'The host itself has no route to `8.8.8.8`', 'The office’s router refuses'],
      after: 'A default route only moves the question on to the next machine. The host knows the office, and nothing beyond.',
    },
    uplink: {
      title: 'A default route for the host',
      text: 'Give the host a default route via the office’s router, `192.168.1.1`.',
      after: 'From here on others know the way, and the router masquerades once more.',
    },
    world: {
      title: 'Blue calls the internet',
      text: 'From blue over the host and the router to `8.8.8.8`.',
      after:
        'It is answered. Look at the TTL in the ping panel: it began at 64, and each router that passed the answer on took one off.',
    },
  },
  faults: {
    'not-a-router': {
      symptom: 'Blue gets no answer from the neighbour, and no error either.',
      hints: [
        'Silence, not an error: so blue found a route.',
        'Does 192.168.1.3 answer blue? Then the packet is at the host.',
        'What has the host to do for packets that are not its own?',
      ],
      after: 'Forwarding on the host was off.',
    },
    'no-cloak': {
      symptom: 'Blue gets no answer from the neighbour, and no error either.',
      hints: [
        'Does the request arrive? Watch the counters of the neighbour’s `eth0` during a ping.',
        'It arrives. To which address does the neighbour answer?',
        'Look for the rule that lends blue the host’s address.',
      ],
      after: 'The MASQUERADE rule was gone. The neighbour got requests from `192.168.15.2` and had no route for the answers.',
    },
    'wrong-cloak': {
      symptom: 'Blue gets no answer from the neighbour. The drawing agrees with the kernel.',
      hints: [
        'The route is there, forwarding is on, and there is a MASQUERADE rule.',
        'To whom does the rule apply?',
        'Compare the rule’s source with blue’s address.',
      ],
      after:
        'The rule masqueraded `192.168.3.0/24`, and blue is in `192.168.15.0/24`. A rule that matches nothing is no error: its counter stays at zero, that is all.',
    },
    'no-default': {
      symptom: 'Blue’s pings to 8.8.8.8 fail at once.',
      hints: ['At once means: blue itself gives up.', 'Compare red and blue.', 'Look at blue’s routes.'],
      after: 'Blue’s default route was gone.',
    },
    'host-lost': {
      symptom: 'The office answers blue, the internet does not.',
      hints: [
        'So blue’s own route is right, and the masquerading too.',
        'Who sends the error that blue gets?',
        'Look at the host’s routes.',
      ],
      after: 'The host’s default route was gone. The host told blue so: `Destination Net Unreachable`.',
    },
    'gateway-moved': {
      symptom: 'Neither red nor blue gets out, and it takes seconds until an error comes.',
      hints: [
        'Red and blue still reach each other?',
        'Seconds: somebody is asked for (ARP) and does not answer.',
        'Who has 192.168.15.5?',
      ],
      after: 'The bridge’s address was gone, and with it the gateway of red and blue. The switch in it went on working.',
    },
  },
} satisfies GuideText
