/** Labs on this computer itself, English. */
export const hostEn = {
  here: 'This computer',
  choose: 'Where this lab runs',
  chooseHint: {
    sandbox: 'Its own kernel space; nothing of this computer is touched.',
    host: 'Its interfaces, namespaces and rules are made here, for real.',
  },
  destroyFirst: 'Applied where it is now. Destroy it there first.',
  waitsHere: 'A change waits to be kept or put back first.',
  actions: { sandbox: 'Run in a sandbox', host: 'Run on this computer' },
  chosen: { sandbox: 'This lab now runs in a sandbox.', host: 'This lab now runs on this computer itself.' },
  refused: {
    'applied-here': 'The lab is applied where it is now. Destroy it there, then change its machine.',
    busy: 'Something is being done with the machine just now. Try again when it has ended.',
    other: 'The machine was not changed.',
  },

  ask: {
    title: 'Apply to this computer?',
    first: 'This lab has nothing on this computer yet. Applying it touches:',
    deletes: 'This deletes things from this computer. Applying it touches:',
    cutOff: 'This changes how this computer reaches others. Applying it touches:',
    keep: 'Your own connection may go through this. It is put back by itself unless you keep it within a minute.',
    foreign: 'Everything else on this computer is left as it is, and Destroy takes all of this back.',
    apply: (steps: number) => `Apply ${steps} ${steps === 1 ? 'step' : 'steps'} here`,
    kinds: {
      nic: 'Interfaces that this computer has',
      interface: 'Interfaces of the lab',
      address: 'Addresses',
      route: 'Routes',
      sysctl: 'Settings (sysctl)',
      table: 'nftables tables',
      namespace: 'Namespaces',
      container: 'Containers',
      program: 'Programs',
    },
    how: { create: 'made', change: 'changed', delete: 'deleted' },
    more: (count: number) => `and ${count} more`,
  },

  keep: {
    title: 'Keep this change?',
    text: (seconds: number) => `It is put back in ${seconds} s unless you keep it.`,
    working: 'Putting it back.',
    why: 'It may have cut somebody off from this computer.',
    cut: 'The page cannot reach the server just now. If that is the change’s doing, it is put back by itself.',
    keep: 'Keep',
    back: 'Put back',
    announce: (seconds: number) => `The change waits to be kept: ${seconds} seconds left.`,
    other: (lab: string, seconds: number) =>
      `A change of ${lab} waits to be kept (${seconds} s). Until then nothing is applied to this computer.`,
    failed: 'That did not reach this computer’s agent.',
  },
  settled: {
    timeout: 'The last change was put back because nobody kept it in time. This computer is as it was before.',
    asked: 'The last change was put back. This computer is as it was before.',
    'cut-off': 'The last change was cut off in the middle, and was put back. This computer is as it was before.',
    failed: 'The last change could not be put back wholly. “netloom status --machine host” says what is left.',
    dismiss: 'Dismiss',
  },

  sandboxOnly: {
    breakIt: 'Faults are caused in sandboxes only, never on this computer itself.',
    serve: 'The guide’s server runs in sandboxes only. On this computer, start one of your own.',
  },
  gallery: {
    applied: 'On this computer',
    removeApplied: 'It is applied on this computer; that is taken away first.',
  },

  nics: {
    title: 'Interfaces of this computer',
    hint: 'Choose a bridge to make one its port. What it has moves to the bridge, and comes back.',
    inSandbox: 'A sandbox has no interfaces of this computer. On the machine “This computer” they are listed here.',
    unavailable: 'No lab can run on this computer itself, so its interfaces cannot be had.',
    none: 'There is none that is free.',
    noBridge: 'Draw a bridge on the host first.',
    port: (name: string) => `Bridge of ${name}`,
    notPort: 'Not a port',
    foreign: (name: string) => `${name}, held by somebody else`,
    attach: (name: string, bridge: string) => `${name} is now a port of ${bridge}.`,
    drag: (name: string) => `Draw from ${name} to a bridge to make it a port`,
  },
  containers: {
    running: 'Containers on this computer',
    inSandbox: 'A sandbox sees no containers. On the machine “This computer” those that run are listed here.',
    none: 'No container runs that is not drawn already.',
    choose: (name: string) => `Choose ${name}`,
    pid: (pid: number) => `PID ${pid}`,
  },
} as const
