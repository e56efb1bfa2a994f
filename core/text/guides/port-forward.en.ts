import type { GuideText } from '../../guide/guide'

/** port-forward, English. `zh` has the same keys. */
export const portForwardEn = {
  intro:
    'So far the insiders wanted out. Now somebody from outside wants in: a neighbour in the office wants the web server in blue, and blue is behind the host. There are two ways, an open and a discreet one. Take both, one after the other.',
  steps: {
    build: {
      title: 'Build it',
      text: 'The host forwards, and blue has a route back to the office. The neighbour knows the host, and nothing of blue.',
      after: 'Everything is up.',
    },
    serve: {
      title: 'Somebody listens in blue',
      text: 'A door needs a room behind it: start a server on port 80 in blue. (It runs while this page is open.)',
      after: 'Blue connected to itself, so it does listen.',
    },
    shut: {
      title: 'The neighbour knocks at blue',
      text: 'The server listens at `192.168.15.2`, port 80. What happens when the neighbour connects to it?',
      choices: [
        'It works: the host forwards',
        'The neighbour does not get off the ground: it has no route there',
        'The host asks blue and refuses',
      ],
      after:
        'The way in begins outside. The neighbour has no route to `192.168.15.0/24`, and however well the host may forward, it never gets anything to forward.',
    },
    route: {
      title: 'First way: a route on the neighbour',
      text: 'Give the neighbour a route to `192.168.15.0/24` via `192.168.1.3`, the host’s address in the office.',
      after: 'The neighbour now knows what the host is good for.',
    },
    open: {
      title: 'The neighbour knocks again',
      text: 'At blue’s own address.',
      after:
        'Connected. Blue sees the neighbour’s real address and the neighbour sees blue’s. The price: each machine outside needs that route, or their router does.',
    },
    forget: {
      title: 'Now without that route',
      text: 'Suppose you have no say over the machines outside. Remove the neighbour’s route again.',
      after: 'The neighbour is where it was at the beginning.',
    },
    ask: {
      title: 'Ask the host instead',
      text: 'The neighbour does reach `192.168.1.3`. What does the host say to a connection to its port 80?',
      choices: [
        'Nothing: it drops it',
        'It refuses: nobody listens there on the host',
        'It hands it on to blue, since it forwards',
      ],
      after:
        '`Connection refused` is good news in a way: the packet arrived, and a machine that is in order answered that nobody listens. Forwarding passes on what is for others; this was for the host.',
    },
    dnat: {
      title: 'Second way: hand the port on',
      text: 'Add a DNAT rule on the host: what comes in at `eth0` for tcp port 80 goes to `192.168.15.2:80`. Note the order in which it is read: a port only exists in a protocol, so say tcp first.',
      after:
        'The destination is rewritten before the host looks for a route (PREROUTING), so it no longer takes the packet for its own. And forwarding has to be on after all.',
    },
    hidden: {
      title: 'The neighbour asks the host once more',
      text: 'Same address, same port as before.',
      after:
        'Connected, to blue, though the neighbour will swear that it was the host. The answers get their source rewritten on the way back; the kernel remembers which connection belongs to what.',
    },
    both: {
      title: 'Leave both ways open',
      text: 'Give the neighbour its route back, and the lab is complete.',
      after: 'Two ways to one door. The first is the one that you see in a datacenter, the second the one that you have at home.',
    },
  },
  faults: {
    'rule-gone': {
      symptom: 'The neighbour’s connections to 192.168.1.3 port 80 are refused.',
      hints: [
        'Refused by whom? Somebody who is awake said no.',
        'Is the server in blue still there? Try its own address.',
        'Look at the rules of the host.',
      ],
      after: 'The DNAT rule was gone, so the host itself answered: nobody listens here.',
    },
    'wrong-room': {
      symptom: 'The neighbour’s connections to 192.168.1.3 port 80 end in nothing. The drawing agrees with the kernel.',
      hints: [
        'Not refused, so the host no longer answers for itself.',
        'Follow the rule: where does it send the packet?',
        'Who has the address that the rule names?',
      ],
      after: 'The rule led to `192.168.15.3`, where nobody is. The host rewrote, forwarded, asked for the MAC, and waited.',
    },
    'no-return': {
      symptom: 'The neighbour gets nothing from blue any more, whichever way it takes.',
      hints: ['Both ways fail: look at what they have in common.', 'A conversation needs a way back.', 'Look at blue’s routes.'],
      after: 'Blue had lost its route to the office. It heard every request and could answer none.',
    },
    'not-a-router': {
      symptom: 'The neighbour gets nothing from blue any more, whichever way it takes.',
      hints: [
        'Both ways fail: look at what they have in common.',
        'DNAT changes the destination, and then the packet is for somebody else.',
        'Does the host still pass on what is for others?',
      ],
      after: 'Forwarding on the host was off. DNAT alone is half of a port forward.',
    },
  },
} satisfies GuideText
