/** Containers on the canvas and in the inspector, English. */
export const containersEn = {
  add: 'Add container',
  title: 'Container',
  hint: 'A container that runs on this computer. It is attached to, and never started, stopped or removed.',
  engine: 'Engine',
  engines: { docker: 'Docker', podman: 'Podman', pid: 'By process (PID)' },
  name: 'Name',
  pid: 'PID',
  badPid: 'A process number',
  image: (image: string) => `Image ${image}`,
  networks: (networks: string) => `In the engine’s networks: ${networks}`,
  shares: (names: string) => `Shares its network with ${names}`,
} as const
