/** The example labs as the gallery tells of them, by their files' names. The descriptions are those of the files. */
export const examplesEn = {
  /** On a card whose lab cannot run in a sandbox. */
  needsHost: 'Needs this computer',
  labs: {
    'two-namespaces': {
      title: 'Two namespaces',
      description: 'Two namespaces joined by one veth pair. Ping from one to the other, then look at their neighbour tables.',
    },
    'host-namespace': {
      title: 'A namespace and the host',
      description: 'A namespace reaches the machine that it lives on, and the machine reaches it.',
    },
    'red-blue-bridge': {
      title: 'Red and blue on a bridge',
      description: "Red and blue meet on a bridge. Take the bridge's address away, and only the host loses sight of them.",
    },
    'lan-gateway': {
      title: 'The host as a gateway',
      description: 'Namespaces behind a bridge reach the LAN, and the internet behind it, through the host.',
    },
    'port-forward': {
      title: 'Two ways in',
      description: 'Two ways into a namespace from the LAN, a route on the neighbour or a port of the host (DNAT).',
    },
    'router-namespace': {
      title: 'A namespace as the router',
      description:
        'A namespace as the router of virtual machines. It gives them addresses by DHCP and hides them behind its own.',
    },
    'nic-to-bridge': {
      title: 'A network card becomes a port',
      description:
        'An interface of this computer becomes a port of a bridge, so that what hangs off the bridge is on the same network as the computer. Its address moves to the bridge. Needs the machine “host”: a sandbox has no such interface. Put the name of yours in the place of eth0.',
    },
    'container-attach': {
      title: 'A cable between containers',
      description: 'Two running containers without a network get a cable between them. Needs this computer itself.',
    },
    pipework: {
      title: 'What pipework does',
      description: 'A bridge with a running container on it, which gets an address and a way out. Needs this computer itself.',
    },
  },
}
