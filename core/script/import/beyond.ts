import { type Call, DONE, type Outcome } from './session'

/** What texts also do and a lab cannot hold yet: each is said, with its line. */

const LOOKS = new Set([
  'ps',
  'images',
  'inspect',
  'logs',
  'info',
  'version',
  'top',
  'stats',
  'port',
  'pull',
  'search',
  'build',
  'help',
])

/** `docker …`: what starts or joins containers is reported, what looks is not. */
export function container({ name, words, session }: Call): Outcome {
  const verb = words.find((word) => !word.startsWith('-')) ?? 'help'
  const sub = words[words.indexOf(verb) + 1] ?? ''
  if (LOOKS.has(verb) || sub === 'ls' || sub === 'inspect') return { status: 0, out: '\u{e000}' }
  const named =
    words.find((_, index) => words[index - 1] === '--name') ?? words.find((word) => word.startsWith('--name='))?.slice(7)
  const text = named === undefined ? `${name} ${verb} ${sub}` : `${name} ${verb} --name ${named}`
  session.report('warning', 'import-container', { text, name: named ?? '' })
  return { status: 0, out: '\u{e000}' }
}

/** `pipework BRIDGE CONTAINER ADDRESS[@GATEWAY]`. */
export function pipework({ words, session }: Call): Outcome {
  return session.report('warning', 'import-container', { text: ['pipework', ...words].join(' '), name: words[1] ?? '' })
}

/** `ln -s /proc/PID/ns/net /var/run/netns/NAME` names a process’s namespace. */
export function link({ words, session }: Call): Outcome {
  const text = ['ln', ...words].join(' ')
  const name = words.map((word) => /^\/(?:var\/)?run\/netns\/(.+)$/.exec(word)?.[1]).find((found) => found !== undefined)
  if (words.some((word) => /^\/proc\/.*\/ns\/net$/.test(word))) {
    session.report('warning', 'import-container-netns', { text })
    if (name !== undefined && session.validNetns(name) && !session.machine.netns.has(name))
      session.machine.addNetns(name, session.line)
  }
  return DONE
}
