import type { GuideText } from '../../guide/guide'

/** nic-to-bridge, English. `zh` has the same keys. */
export const nicToBridgeEn = {
  intro:
    'A guest is to be on the same network as this computer: not behind it, but beside it. For that, the computer’s network card becomes a port of a bridge, and what the card was to the computer the bridge is from then on.\n\nThis guide needs this computer itself: a sandbox has no network card. It is about the card’s own connection, perhaps the one that you read this by. So nothing is broken here for practice, and a change that may cut you off is put back by itself unless you keep it within a minute.',
  steps: {
    build: {
      title: 'A bridge with a guest on it',
      text: '`br0`, and a namespace `guest` plugged into it. The card is left alone so far.',
      after: 'A switch with one plug in it, and no way out.',
    },
    island: {
      title: 'Whom can the guest reach?',
      text: 'Say that it had an address of your network.',
      choices: [
        'Everybody in your network: the bridge is on this computer, and this computer is in it',
        'Nobody: no port of the bridge leads out',
        'This computer alone',
      ],
      after:
        'A bridge joins its ports, and the card is none of them. That it is made on this computer does not plug it into anything.',
    },
    risk: {
      title: 'What becomes of the connections through the card?',
      text: 'A port passes frames on and has no use for an address. The card has one, and the routes through it.',
      choices: [
        'They break: a port has no address',
        'They break and come back when the card asks by DHCP again',
        'They go on, if address and routes move to the bridge at once, and the bridge takes the MAC of the card',
      ],
      after:
        'Typed one by one, the commands cut you off between the first and the last of them. That is why this is one step of the plan here, with the way back prepared before it is made.',
    },
    card: {
      title: 'Plug the card in',
      text: 'Select the host. Under “Interfaces of this computer”, choose `br0` as the bridge of your card, which is called `eth0` here. You are asked first, and again afterwards.',
      after: 'The card is a port. Keep the change while the minute runs, or watch it being put back.',
    },
    moved: {
      title: 'Where is this computer’s address now?',
      text: 'You type `ip addr`.',
      choices: ['At the card, as before', 'At `br0`, with the routes', 'At both'],
      after:
        'Others notice nothing: the address is the same and so is the MAC. For this computer the way out is called `br0` from now on, in `ip route` too.',
    },
    guest: {
      title: 'An address for the guest',
      text: 'Give `eth0` of `guest` a free address of your own network. `192.168.0.200/24` stands for it.',
      after:
        'If it is of your network, ping your router from `guest`: the guest is one more machine there, and neither forwarding nor NAT has a part in it.',
    },
    back: {
      title: 'And back?',
      text: 'You destroy the lab, or take the card off the bridge. Where does the address go?',
      choices: [
        'Back to the card, with the routes, as they were before',
        'It is lost, and has to be typed again',
        'It stays at `br0`, which therefore stays',
      ],
      after:
        'What the card had was written down before the change was made, so it comes back even after a crash in the middle. Try it whenever you like: Destroy.',
    },
  },
  faults: {},
} satisfies GuideText
