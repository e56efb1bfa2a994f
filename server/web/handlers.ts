import { checkLab } from '../../core/check/check'
import { guided } from '../../core/guide/guides'
import type { ClientEventName, ClientRequest, ClientResults, MachineStatus, ServerEvents } from '../../core/protocol/socket'
import { consoleHandlers } from './console-handlers'
import { deleteLab } from './delete-lab'
import { discoverHere, discoverRunning } from './discover'
import { guideBreak, guideExample, guideServe } from './guides'
import { historyHandlers } from './history-handlers'
import { hostProblemOf, machinesOf } from './lab-machines'
import { logHandlers } from './log-handlers'
import { summaryOf } from './preview'
import { wordsOf } from './problem'
import type { Shared } from './shared'
import type { Visit } from './visit'

/** What a handler works with: who asks, and from where. */
export interface Context extends Shared {
  visit: Visit
  /** For the agents' journals. */
  actor: string
}

export type Handlers = {
  [E in ClientEventName]: (context: Context, request: ClientRequest<E>) => Promise<ClientResults[E]>
}

const STOPPED: MachineStatus = { kind: 'sandbox', status: 'stopped' }

/** What each event does. Requests have been validated; an error that is thrown is the answer. */
export const handlers: Handlers = {
  async 'lab:list'({ store, rooms }) {
    const [labs, examples] = await Promise.all([store.list(), store.listExamples()])
    const statuses = await machinesOf(
      labs.map(({ lab }) => lab.name),
      store,
      rooms,
    )
    return {
      labs: labs.map(({ lab, changed }, at) => summaryOf(lab, statuses[at] ?? STOPPED, changed)),
      examples: examples.map((lab) => summaryOf(lab, STOPPED)),
    }
  },

  async 'lab:create'({ store }, request) {
    return { name: await store.create(request) }
  },

  'lab:delete': deleteLab,

  async 'lab:open'({ store, visit, hostProblem }, { lab }) {
    const [room, origin, problem] = await Promise.all([visit.enter(lab), store.originOf(lab), hostProblemOf(hostProblem)])
    const opened = { ...visit.join(room), ...(problem && { hostProblem: problem }) }
    return origin && guided.includes(origin.example) ? { ...opened, origin } : opened
  },

  async 'lab:close'({ visit }, { lab }) {
    visit.leave(lab)
    return {}
  },

  async 'lab:edit'({ visit }, { lab, revision, edit, command }) {
    const room = await visit.room(lab)
    return { revision: await room.session.edit(revision, edit, command) }
  },

  ...historyHandlers,
  ...logHandlers,

  // Applying, destroying and moving go on, and are told of, though the last page leaves meanwhile.
  async 'machine:apply'({ visit, rooms, actor }, { lab, revision, planId }) {
    await visit.room(lab)
    return rooms.hold(lab, async (room) => {
      const document = room.labAt(revision)
      if (!document) return { outcome: 'stale', planId }
      // The agent says the same; here no machine is started for it.
      if (checkLab(document).some(({ severity }) => severity === 'error')) return { outcome: 'refused', reason: 'invalid' }
      return room.machine.apply(document, planId, actor)
    })
  },

  async 'machine:discover'(_, { lab }) {
    return lab === undefined ? discoverHere() : discoverRunning(lab)
  },

  async 'machine:destroy'({ rooms, actor }, { lab }) {
    return rooms.hold(lab, (room) => room.machine.destroy(actor))
  },

  async 'machine:choose'({ store, visit, rooms }, { lab, machine }) {
    await visit.room(lab)
    await rooms.hold(lab, (room) => room.machine.choose(machine, () => store.rememberMachine(lab, machine)))
    return {}
  },

  async 'machine:facts'({ visit }, { lab }) {
    const room = await visit.room(lab)
    return room.machine.facts()
  },

  async 'machine:confirm'({ visit }, { lab, keep }) {
    const room = await visit.room(lab)
    return { outcome: await room.machine.confirm(keep) }
  },

  async 'probe:ping'({ visit }, { lab, probe, node, target, count }) {
    const { machine } = await visit.room(lab)
    const send = (event: Parameters<ServerEvents['probe']>[0]['event']) => visit.socket.emit('probe', { lab, probe, event })
    const stream = visit.startProbe(lab, probe, () => machine.ping(node, target, count, send))
    stream.done
      .then(
        () => send({ kind: 'done' }),
        (error: unknown) => send({ kind: 'failed', text: wordsOf(error) }),
      )
      .finally(() => visit.endProbe(lab, probe))
    return {}
  },

  async 'probe:tcp'({ visit }, { lab, probe, node, target, port }) {
    const { machine } = await visit.room(lab)
    const check = visit.startProbe(lab, probe, () => machine.tcp(node, target, port))
    try {
      return await check.result
    } finally {
      visit.endProbe(lab, probe)
    }
  },

  'guide:example': guideExample,
  'guide:break': guideBreak,
  'guide:serve': guideServe,

  async 'session:end'({ visit, sessions }) {
    await sessions.end(visit.socket.request)
    return {}
  },

  async 'probe:cancel'({ visit }, { lab, probe }) {
    visit.cancelProbe(lab, probe)
    return {}
  },

  ...consoleHandlers,
}
