import type { Engine } from '../../state/container'
import { addContainer, containerNamed, pidWord } from './containers'
import { type Call, DONE, FAILED, type Outcome, UNKNOWN } from './session'

/** `docker`, `podman` and `nerdctl`, as far as they are about namespaces. What starts a container is for the reader to do: a lab attaches it. */

/** Options of `run`, `create` and `exec` that stand alone; every other one takes a word. docs.docker.com/reference/cli/docker */
const FLAGS =
  /^(?:-[ditPq]+|--(?:detach|interactive|tty|rm|privileged|init|read-only|publish-all|oom-kill-disable|no-healthcheck|disable-content-trust|quiet|sig-proxy|help|replace|no-hosts))(?:=.*)?$/

interface Options {
  values: Map<string, string>
  /** What follows them: an image or a container, and a command. */
  rest: readonly string[]
}

function readOptions(words: readonly string[]): Options {
  const values = new Map<string, string>()
  let at = 0
  for (; at < words.length && words[at]?.startsWith('-'); at++) {
    const word = words[at] ?? ''
    if (word === '--') return { values, rest: words.slice(at + 1) }
    if (FLAGS.test(word)) continue
    const [, name = word, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? []
    // `-p80:80` has its value with it, and `-dp 80:80` a flag.
    const joined = /^-[a-ceg-zA-Z]./.test(word) && !word.startsWith('--') && !/^-[ditPq]+[a-z]$/.test(word)
    values.set(name, value ?? (joined ? word.slice(2) : (words[++at] ?? '')))
  }
  return { values, rest: words.slice(at) }
}

interface EngineCall extends Call {
  engine: Engine
}

/** `run` and `create`: which container there is to attach, and whose network it has. */
function start({ session, words, engine, name: tool }: EngineCall): Outcome {
  const { values, rest } = readOptions(words)
  const { machine } = session
  const name = values.get('--name') ?? unnamed(rest[0] ?? 'box', machine.containers)
  const known = machine.containers.get(name)
  if (known) return session.report('info', 'import-container-exists', { name, line: known.line })
  if (!values.has('--name')) session.report('warning', 'import-container-unnamed', { name, tool })
  const network = values.get('--network') ?? values.get('--net') ?? 'bridge'
  const shares = /^container:(.+)$/.exec(network)?.[1]
  if (network !== 'host' && shares === undefined)
    return addContainer(session, name, { engine, networked: network !== 'none' }) ? { status: 0, out: `${name}\n` } : FAILED
  const other = shares === undefined ? machine.host : containerNamed(session, shares, engine)
  if (!other) return FAILED
  machine.containers.set(name, other)
  if (shares === undefined) session.report('info', 'import-container-host', { name })
  else session.report('info', 'import-container-shares', { name, other: shares })
  return { status: 0, out: `${name}\n` }
}

/** A name for a container that the engine would give one of its own to. */
function unnamed(image: string, taken: ReadonlyMap<string, unknown>): string {
  const stem = (/([A-Za-z0-9][\w.-]*?)(?:[:@].*)?$/.exec(image)?.[1] ?? 'box').slice(0, 40)
  if (!taken.has(stem)) return stem
  for (let number = 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`
}

/** `exec NAME COMMAND`: what the command does to the network, it does to the container's. */
function exec({ session, words, engine, stdin }: EngineCall): Outcome {
  const { rest } = readOptions(words)
  const [name = '', ...command] = rest
  const netns = containerNamed(session, name, engine)
  if (!netns) return FAILED
  return command.length === 0 ? DONE : session.run(command, netns, stdin)
}

/** `inspect -f '{{.State.Pid}}' NAME`, and the path of its namespace. */
function inspect({ session, words, engine }: EngineCall): Outcome {
  const { values, rest } = readOptions(words)
  const format = values.get('--format') ?? values.get('-f') ?? ''
  const [name] = rest
  if (name === undefined || !/State\.Pid|SandboxKey/.test(format)) return { status: 0, out: UNKNOWN }
  const netns = containerNamed(session, name, engine)
  if (!netns) return FAILED
  session.machine.inspected = netns
  return { status: 0, out: format.includes('SandboxKey') ? `/proc/${pidWord(name)}/ns/net\n` : `${pidWord(name)}\n` }
}

/** `stop`, `kill` and `rm` end it, and its namespace with it. */
function end({ session, words }: EngineCall): Outcome {
  const { machine } = session
  let outcome = DONE
  for (const name of readEnded(words)) {
    const netns = machine.containers.get(name)
    if (netns?.container) machine.removeGuest(netns)
    else if (!machine.containers.delete(name))
      outcome = { ...session.report('info', 'import-nothing-to-delete', { what: name }), status: 1 }
  }
  return outcome
}

function readEnded(words: readonly string[]): string[] {
  return words.filter((word, at) => !word.startsWith('-') && !/^(?:-t|-s|--time|--signal)$/.test(words[at - 1] ?? ''))
}

/** `start NAME`: it runs again, with nothing of what it was given. */
function startAgain({ session, words, engine }: EngineCall): Outcome {
  for (const name of readEnded(words)) if (!containerNamed(session, name, engine)) return FAILED
  return DONE
}

function restart(call: EngineCall): Outcome {
  for (const name of readEnded(call.words)) {
    const netns = call.session.machine.containers.get(name)
    if (!netns?.container || netns.devices.size < 2) continue
    call.session.report('warning', 'import-container-restarted', { name })
    const { devices } = netns
    for (const device of [...devices.values()]) if (device.kind === 'veth') call.session.machine.deleteDevice(device)
    netns.routes = []
  }
  return startAgain(call)
}

function beyond({ session, words, name }: EngineCall): Outcome {
  return session.report('warning', 'import-container-beyond', { text: [name, ...words].join(' ') })
}

const unknown = (): Outcome => ({ status: 0, out: UNKNOWN })

interface Verb {
  names: readonly string[]
  /** Of what follows the verb. `beyond` gets the verb too. */
  run: (call: EngineCall) => Outcome
  whole?: true
}

const VERBS: readonly Verb[] = [
  { names: ['run', 'create'], run: start },
  { names: ['exec'], run: exec },
  { names: ['inspect'], run: inspect },
  { names: ['stop', 'kill', 'rm'], run: end },
  { names: ['start'], run: startAgain },
  { names: ['restart'], run: restart },
  { names: ['network', 'compose', 'stack', 'service', 'swarm', 'pod', 'play', 'kube', 'rename'], run: beyond, whole: true },
]

/** Objects whose name may stand before a verb, as in `docker container run`. */
const LOOKS = /^(?:ls|list|inspect|help|--help)$/

/** `docker VERB …`. What only looks at containers, images and networks prints what nobody can know here. */
export function containerEngine(call: Call): Outcome {
  const { name, words } = call
  const engine: Engine = name === 'podman' ? 'podman' : 'docker'
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !/^(?:-H|-c|-l|--host|--context)$/.test(words[index - 1] ?? ''),
  )
  if (at < 0) return unknown()
  const rest = words.slice(words[at] === 'container' ? at + 1 : at)
  const [verb = '', ...more] = rest
  const found = VERBS.find(({ names }) => names.includes(verb))
  if (!found || (found.whole && LOOKS.test(more[0] ?? ''))) return unknown()
  return found.run({ ...call, engine, words: found.whole ? rest : more })
}
