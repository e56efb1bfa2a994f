import { isNodeName } from '../../net/names'
import type { Engine } from '../../state/container'
import type { Netns } from './machine'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'

/**
 * Running containers and the numbers of their processes. What `docker inspect -f '{{.State.Pid}}' NAME` would print is not to be known,
 * so it prints a word that stands for the container.
 */

const OPEN = '\u{e001}'
const CLOSE = '\u{e002}'
const STANDING_FOR = /\u{e001}([^\u{e002}]*)\u{e002}/u
const NAME_OF_CONTAINER = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/

/** The most that a kernel can be told to go up to (proc(5), pid_max). */
const MAX_PID = 4194304

/** Stands in a word for the number of a container's first process. */
export function pidWord(container: string): string {
  return `${OPEN}${container}${CLOSE}`
}

/** A process that a word names: that of a container, or one by its number. */
export type ProcessWord = { container: string } | { pid: number }

/** The process in `PID` and in `/proc/PID/ns/net`; undefined for any other word. */
export function processIn(text: string): ProcessWord | undefined {
  const word = /^(?:\/proc\/)?([^/]+?)(?:\/ns\/net)?$/.exec(text)?.[1] ?? ''
  const container = STANDING_FOR.exec(word)?.[1]
  if (container !== undefined) return { container }
  return /^[1-9]\d{0,6}$/.test(word) && Number(word) <= MAX_PID ? { pid: Number(word) } : undefined
}

/** The namespace of a process. A number that the text got from nowhere is that of the container it last asked about. */
export function processNetns(session: Session, process: ProcessWord, alias?: string): Netns | undefined {
  const { machine } = session
  if ('container' in process) return containerNamed(session, process.container)
  const { pid } = process
  if (pid === 1) return machine.host
  const known = machine.processes.get(pid)
  if (known) return known
  const netns = (alias !== undefined && machine.containers.get(alias)) || machine.inspected || processOf(session, pid, alias)
  machine.inspected = undefined
  machine.processes.set(pid, netns)
  return netns
}

function processOf(session: Session, pid: number, alias: string | undefined): Netns {
  session.report('warning', 'import-container-pid', { pid })
  return session.machine.addGuest(alias ?? `pid-${pid}`, { pid }, false, session.line)
}

/** The namespace of the container of this name. One that the text never starts is taken as running, since a lab only attaches it. */
export function containerNamed(session: Session, name: string, engine: Engine = 'docker'): Netns | undefined {
  return session.machine.containers.get(name) ?? addContainer(session, name, { engine, networked: false })
}

/** How a container is started. */
export interface ContainerStart {
  engine: Engine
  /** Whether its engine gives it a network. */
  networked: boolean
}

/** A container with a network namespace of its own; undefined after saying that nothing can be called so. */
export function addContainer(session: Session, name: string, { engine, networked }: ContainerStart): Netns | undefined {
  const { machine } = session
  if (!NAME_OF_CONTAINER.test(name)) {
    session.report('error', 'bad-container-name', { name })
    return undefined
  }
  session.report('info', 'import-container-runs', { name, engine })
  const plain = name.replace(/^[_.-]+/, '').slice(0, 60)
  const identity = { ...(engine !== 'docker' && { engine }), container: name }
  const netns = machine.addGuest(isNodeName(plain) ? plain : 'box', identity, networked, session.line)
  machine.containers.set(name, netns)
  return netns
}

/** Where `netns NAME|PID|PATH` leads. */
export function netnsTarget(session: Session, text: string): Netns | undefined {
  const named = /^\/(?:var\/)?run\/netns\/([^/]+)$/.exec(text)
  if (named?.[1]) return session.netnsNamed(named[1])
  const process = processIn(text)
  if (process !== undefined) return processNetns(session, process)
  if (/^\d+$/.test(text) && !session.machine.named(text)) {
    session.report('error', 'out-of-range', { field: 'pid', min: 1, max: MAX_PID })
    return undefined
  }
  if (!text.startsWith('/')) return session.netnsNamed(text)
  session.report('error', 'import-not-followed', { text })
  return undefined
}

/** Gives the namespace of a process a name in /run/netns. */
export function nameProcess(session: Session, name: string, process: ProcessWord): Outcome {
  const { machine } = session
  if (!session.validNetns(name)) return FAILED
  const taken = machine.netns.get(name)
  if (taken) return session.report('warning', 'import-netns-exists', { name, line: taken.line })
  const netns = processNetns(session, process, name)
  if (!netns) return FAILED
  machine.aliases.set(name, netns)
  return DONE
}

/** `ln -s /proc/PID/ns/net /var/run/netns/NAME` names a process’s namespace; any other link is no matter of a network. */
export function symbolicLink({ words, session }: Call): Outcome {
  const [from = '', to = ''] = words.filter((word) => !word.startsWith('-'))
  const process = from.startsWith('/proc/') ? processIn(from) : undefined
  const name = /^\/(?:var\/)?run\/netns\/([^/]*)$/.exec(to)?.[1]
  if (!process || name === undefined) return DONE
  // Into the folder itself, it is called as what it leads to: `net`.
  return nameProcess(session, name === '' ? 'net' : name, process)
}

/** `readlink /proc/PID/ns/net`, and then that of the shell: texts compare the two to see whether a container has the host's network. */
export function readLink({ words, session }: Call): Outcome {
  const { machine } = session
  const process = processIn(words.find((word) => word.startsWith('/proc/')) ?? '')
  if (!process) return DONE
  const netns = processNetns(session, process)
  if (netns?.container?.container !== undefined) machine.compared = netns.container.container
  else if (netns?.root && machine.compared !== undefined) {
    session.report('warning', 'import-container-differs', { name: machine.compared })
    machine.compared = undefined
  }
  return DONE
}
