import { nameProcess, processIn } from './containers'
import type { IpCall } from './ip'
import { DONE, FAILED, type Outcome } from './session'
import { type Verb, verbOrMistake } from './words'

function list({ call }: IpCall): Outcome {
  const { netns, aliases } = call.session.machine
  const names = [...netns.keys(), ...aliases.keys()]
  return { status: 0, out: names.map((name) => `${name}\n`).join('') }
}

function add({ call: { session }, words }: IpCall): Outcome {
  const name = words.next()
  if (name === undefined) return session.report('error', 'import-missing', { tool: 'ip netns add', what: 'NAME' })
  if (!session.validNetns(name)) return FAILED
  const known = session.machine.named(name)
  if (known) return session.report('info', 'import-netns-exists', { name, line: known.line })
  session.machine.addNetns(name, session.line)
  return words.done
    ? DONE
    : session.report('warning', 'import-extra-word', { word: words.rest().join(' '), tool: 'ip netns add' })
}

function remove({ call: { session }, words, all }: IpCall): Outcome {
  const { machine } = session
  const names = all ? [...machine.netns.keys(), ...machine.aliases.keys()] : words.rest()
  let status = 0
  for (const name of names) {
    const netns = machine.netns.get(name)
    if (netns) machine.deleteNetns(netns, session.line)
    else if (machine.aliases.delete(name)) continue
    else status = session.report('info', 'import-nothing-to-delete', { what: name }).status || 1
  }
  return { status, out: '' }
}

function exec({ call, words, all }: IpCall): Outcome {
  const { session } = call
  const { machine } = session
  if (all) {
    const command = words.rest()
    for (const netns of [...machine.netns.values(), ...machine.aliases.values()]) session.run(command, netns, call.stdin)
    return DONE
  }
  const name = words.next()
  if (name === undefined) return session.report('error', 'import-missing', { tool: 'ip netns exec', what: 'NAME' })
  const netns = session.netnsNamed(name)
  const command = words.rest()
  return netns && command.length > 0 ? session.run(command, netns, call.stdin) : FAILED
}

/** `ip netns attach NAME PID`. */
function attach({ call: { session }, words }: IpCall): Outcome {
  const [name, pid] = words.rest()
  const process = processIn(pid ?? '')
  if (name === undefined || process === undefined)
    return session.report('error', 'import-missing', { tool: 'ip netns attach', what: name === undefined ? 'NAME' : 'PID' })
  return nameProcess(session, name, process)
}

const VERBS: readonly Verb<(ip: IpCall) => Outcome>[] = [
  { names: ['list', 'show', 'lst'], run: list },
  { names: ['list-id', 'help', 'identify', 'pids', 'monitor'], run: () => DONE },
  { names: ['add'], run: add },
  { names: ['set'], run: () => DONE },
  { names: ['delete'], run: remove },
  { names: ['exec'], run: exec },
  { names: ['attach'], run: attach },
]

/** `ip netns …`. */
export function ipNetns(ip: IpCall): Outcome {
  const typed = ip.words.next()
  if (typed === undefined) return list(ip)
  const verb = verbOrMistake(ip.call.session, 'ip netns', VERBS, typed)
  return verb ? verb(ip) : FAILED
}
