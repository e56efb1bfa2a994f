/** Why a machine cannot be reached or started, English. `zh` has the same keys: the compiler holds the two together. */
type Params = Record<string, string | number>
type Words = { message: (p: Params) => string; suggestion: (p: Params) => string }

export const machinesEn = {
  'user-namespaces-forbidden': {
    message: () => 'This system does not let ordinary users make namespaces, so a sandbox cannot start',
    suggestion: (p) => `Allow it with “${p.command}”, or start Netloom as root.`,
  },
  'namespaces-forbidden': {
    message: () =>
      'This system lets not even root make namespaces (a container without CAP_SYS_ADMIN?), so a sandbox cannot start',
    suggestion: () => 'Start the container with more rights (docker run --privileged), or run Netloom outside of it.',
  },
  'program-missing': {
    message: (p) => `The program “${p.program}” is missing, and a sandbox needs it`,
    suggestion: (p) => `Install it: apt-get install ${p.package}.`,
  },
  'start-failed': {
    message: (p) => `The sandbox of “${p.lab}” ended while it was starting: ${p.words}`,
    suggestion: (p) => `Its log may say more: ${p.log}`,
  },
  'start-timeout': {
    message: (p) => `The sandbox of “${p.lab}” did not start within ${p.seconds} s`,
    suggestion: (p) => `Its log may say why: ${p.log}`,
  },
  'no-answer': {
    message: (p) => `The machine of “${p.lab}” is there but does not answer`,
    suggestion: (p) => `See its log (${p.log}), end its process, and try again.`,
  },
  'other-version': {
    message: (p) => `The machine of “${p.lab}” was started by another version of Netloom`,
    suggestion: (p) => `Destroy it with that version, or end its process: ${p.words}`,
  },
  'connection-lost': {
    message: () => 'The machine ended, or the connection to it was cut',
    suggestion: () => 'Try again: a machine that still runs is found, else a new one starts.',
  },
  'bad-frame': {
    message: (p) => `The machine sent something that cannot be read: ${p.words}`,
    suggestion: () => 'The two may be of different versions. Destroy the lab’s machine and apply again.',
  },
  'not-ordinary': {
    message: (p) => `NETLOOM_USER must name an ordinary user, and “${p.user}” is none`,
    suggestion: () =>
      'Set it to a user that exists and is not root, or leave it out: Netloom then runs as who called sudo, or as nobody.',
  },
  'files-closed': {
    message: (p) => `Netloom’s own files in ${p.folder} are closed to the user that it would run as (uid ${p.uid})`,
    suggestion: (p) =>
      `Open them for reading (chmod -R go+rX '${p.folder}'), or name another user with NETLOOM_USER, and with NETLOOM_HOME a folder that nobody has yet.`,
  },
  'host-needs-root': {
    message: () => 'Only root may change this computer itself (the machine “host”)',
    suggestion: () => 'Start Netloom with sudo, or leave --machine out: the lab then runs in a sandbox.',
  },
  'host-log-is-roots': {
    message: () => 'Only root may read the log of this computer itself (the machine “host”)',
    suggestion: () => 'Ask with sudo, or leave --machine out for the log of the sandboxes.',
  },
  'host-not-served': {
    message: () => 'This server was not started for this computer itself (the machine “host”)',
    suggestion: () => 'Start it as root with netloom serve --machine host, or use a sandbox.',
  },
  'host-not-reached': {
    message: (p) => `“${p.lab}” may be applied on this computer itself, which this server was not started for`,
    suggestion: (p) =>
      `As root, take it away there (netloom destroy ${p.lab} --machine host) and try again, or start the server with netloom serve --machine host.`,
  },
  'change-waits': {
    message: (p) => `A change of “${p.lab}” on this computer waits to be kept, and nothing else is changed until then`,
    suggestion: (p) =>
      `Keep it or put it back first, in its page or with netloom confirm ${p.lab} [--back]. Without an answer it is put back by itself.`,
  },
  'host-start-failed': {
    message: (p) => `The agent of this computer ended while it was starting: ${p.words}`,
    suggestion: (p) => `Its log may say more: ${p.log}`,
  },
  'host-start-timeout': {
    message: (p) => `The agent of this computer did not start within ${p.seconds} s`,
    suggestion: (p) => `Its log may say why: ${p.log}`,
  },
} satisfies Record<string, Words>

export type MachineProblemCode = keyof typeof machinesEn
