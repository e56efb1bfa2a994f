import { addBridge, setMaster } from './acts'
import type { Device } from './machine'
import { type Call, DONE, FAILED, type Outcome, type Session } from './session'
import { type Verb, verbOrMistake } from './words'

function bridgeOf({ session, netns }: Call, name: string | undefined): Device | undefined {
  if (name === undefined) {
    session.report('error', 'import-missing', { tool: 'brctl', what: 'BRIDGE' })
    return undefined
  }
  const device = session.device(netns, name)
  if (!device || device.kind === 'bridge') return device
  if (!session.refusesDevice(device)) session.report('error', 'import-not-a-bridge', { name })
  return undefined
}

function addIf(call: Call, names: readonly string[]): Outcome {
  const { session, netns } = call
  const [bridge, ...ports] = names
  if (bridge === undefined || ports.length === 0)
    return session.report('error', 'import-missing', { tool: 'brctl addif', what: 'DEV' })
  let outcome = DONE
  for (const name of ports) {
    const device = session.device(netns, name)
    outcome = device ? setMaster(session, device, bridge) : FAILED
  }
  return outcome
}

function removeIf(call: Call, [bridge, ...ports]: readonly string[]): Outcome {
  const master = bridgeOf(call, bridge)
  for (const name of ports) {
    const device = call.session.device(call.netns, name)
    if (device && device.master === master) device.master = undefined
  }
  return master ? DONE : FAILED
}

function remove(call: Call, [name]: readonly string[]): Outcome {
  const bridge = bridgeOf(call, name)
  if (!bridge) return FAILED
  call.session.machine.deleteDevice(bridge)
  return DONE
}

function stp(call: Call, [name, value]: readonly string[]): Outcome {
  const bridge = bridgeOf(call, name)
  if (bridge) bridge.stp = value === 'on' || value === 'yes' || value === '1'
  return bridge ? DONE : FAILED
}

function add({ session, netns }: Call, [name]: readonly string[]): Outcome {
  if (name === undefined) return missing(session)
  return addBridge(session, netns, name) ? DONE : FAILED
}

function missing(session: Session): Outcome {
  return session.report('error', 'import-missing', { tool: 'brctl addbr', what: 'BRIDGE' })
}

const ignored = (call: Call, words: readonly string[]): Outcome =>
  call.session.report('info', 'import-setting-ignored', { text: words.join(' ') })

const VERBS: readonly Verb<(call: Call, words: readonly string[]) => Outcome>[] = [
  { names: ['addbr'], run: add },
  { names: ['delbr'], run: remove },
  { names: ['addif'], run: addIf },
  { names: ['delif'], run: removeIf },
  { names: ['stp'], run: stp },
  { names: ['show', 'showmacs', 'showstp'], run: () => DONE },
  { names: ['setfd', 'setageing', 'sethello', 'setmaxage'], run: () => DONE },
  { names: ['setbridgeprio', 'setpathcost', 'setportprio', 'hairpin'], run: ignored },
]

/** `brctl VERB …`, bridge-utils. */
export function brctl(call: Call): Outcome {
  const [typed, ...words] = call.words
  if (typed === undefined) return DONE
  const verb = verbOrMistake(call.session, 'brctl', VERBS, typed)
  return verb ? verb(call, words) : FAILED
}
