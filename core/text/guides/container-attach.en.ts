import type { GuideText } from '../../guide/guide'

/** container-attach, English. `zh` has the same keys. */
export const containerAttachEn = {
  intro:
    'A container is processes in namespaces, and one of these is a network namespace. It differs from those before in one thing only: nothing in `/run/netns` is called by its name. Two containers without a network get a cable of your own here.\n\nThis guide needs this computer itself, with Docker: a sandbox has no containers. Start two first, of any image that has a shell: `docker run -d --name test1 --network none IMAGE sleep 3600`, and the same with `test2`.',
  steps: {
    build: {
      title: 'A cable between two containers',
      text: 'A veth pair with one end in `test1` and the other in `test2`. No addresses yet.',
      after: 'Both ends are up. Nothing of the containers was stopped or started for it, and Docker does not know about it.',
    },
    nameless: {
      title: 'Where are these namespaces?',
      text: 'You type `ip netns list` on this computer. Are the two containers in the list?',
      choices: [
        'Yes: every network namespace is in it',
        'No: it lists the names in `/run/netns`, and Docker writes none there',
        'No: containers have no network namespace of their own',
      ],
      after:
        'A namespace needs no name to exist; a process in it is enough. So the way in goes through one: Docker tells the number of the container’s first process, and `/proc/PID/ns/net` is its network namespace. Look at the commands of the first step.',
    },
    mute: {
      title: 'test1 calls 10.1.1.2',
      text: 'The cable lies, both ends are up. What comes of it?',
      choices: [
        'test2 answers: there is nobody else at the other end',
        'Nothing leaves test1: it knows no network that the address is in',
        'Docker passes it on to test2',
      ],
      after:
        'Without an address there is no connected route, and a container that was started with `--network none` has no other.',
    },
    first: {
      title: 'An address for test1',
      text: 'Give `eth0` of `test1` the address `10.1.1.1/24`.',
      after: 'With it came the route to `10.1.1.0/24`, inside the container alone.',
    },
    second: {
      title: 'An address for test2',
      text: 'Give `eth0` of `test2` the address `10.1.1.2/24`.',
      after: 'Two addresses in one network, one at each end.',
    },
    call: {
      title: 'Call again',
      text: 'The same ping from `test1`.',
      after: 'Container to container, with no bridge, no NAT and no published port in between.',
    },
    learned: {
      title: 'Who has learned what?',
      text: 'Whose neighbour table has the MAC of `10.1.1.2` now?',
      choices: ['That of test1, and no other’s', 'That of this computer', 'That of docker0, the engine’s bridge'],
      after: 'Each network namespace has tables of its own, a container’s too. This computer took no part in it.',
    },
    alone: {
      title: 'And from here to the world?',
      text: 'Does `test1` reach `8.8.8.8`?',
      choices: [
        'Yes: this computer does, so its containers do',
        'Yes, once this computer forwards',
        'No: the one network that it knows is the cable',
      ],
      after:
        'There is no way out of a cable with two ends. The lab `pipework` plugs a container into a bridge instead, and gives it a gateway. Destroy takes this cable away again, and the containers run on.',
    },
  },
  faults: {
    'other-network': {
      symptom: 'test1 gets no answer from 10.1.1.2 any more. All lights are on.',
      hints: [
        'Green lights say that the cable is good, and no more.',
        'Who has 10.1.1.2?',
        'Read the address of `eth0` in `test2`.',
      ],
      after: '`test2` had `10.1.2.2/24`: a neighbour in another network.',
    },
    'end-down': {
      symptom: 'test1 gets no answer from 10.1.1.2 any more.',
      hints: [
        'Look at the lights of the cable.',
        'An end without carrier does not have to be the one that is at fault.',
        'Is `eth0` in `test2` drawn up?',
      ],
      after: '`eth0` of `test2` was drawn down, which leaves `test1` without carrier.',
    },
  },
} satisfies GuideText
