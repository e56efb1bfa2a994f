import type { Words } from '../words'

/** What can be wrong with a container, English. */
export const containersEn = {
  'bad-container-name': {
    message: () => 'This is no name that a container can have',
    suggestion: () => 'Write the name as “docker ps” shows it in its last column.',
  },
  'container-unnamed': {
    message: (p) => `Nothing says which running container ${p.node} is`,
    suggestion: () => 'Give the container’s name, or the number of a process (PID) in it.',
  },
  'container-named-twice': {
    message: (p) => `${p.node} has both a container’s name and a PID`,
    suggestion: () => 'Keep the name: it stays the same when the container is started again.',
  },
  'container-drawn-twice': {
    message: (p) => `${p.node} is the same container as ${p.other}`,
    suggestion: () => 'Draw a container once.',
  },
  'container-in-sandbox': {
    message: (p) => `A sandbox has no containers, so ${p.name} cannot be attached there`,
    suggestion: () => 'Run this lab on this computer itself, or play the container by a namespace.',
  },
  'container-not-running': {
    message: (p) =>
      p.engine === 'pid' ? `No process ${p.name} runs on this computer` : `No container ${p.name} runs under ${p.engine} here`,
    suggestion: (p) => {
      if (p.engine === 'pid') return 'Look it up again: “docker inspect -f ‘{{.State.Pid}}’ NAME”.'
      if (p.engine !== 'podman') return `Start it: ${p.engine} start ${p.name}`
      return `Start it as root (sudo podman start ${p.name}), with Podman’s service on (sudo systemctl start podman.socket). What a user runs without root has no name here: attach it by its PID, which “podman inspect -f ‘{{.State.Pid}}’ ${p.name}” tells that user.`
    },
  },
  'container-on-host': {
    message: (p) => `${p.name} has no network of its own: it uses the computer’s`,
    suggestion: () => 'Draw links to the host, or start the container with another network.',
  },
  'container-shares': {
    message: (p) => `${p.name} has no network of its own: it shares that of ${p.with}`,
    suggestion: (p) => `Draw ${p.with} in its place; what is attached to one is attached to both.`,
  },
} satisfies Record<string, Words>
