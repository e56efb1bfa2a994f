import { checkLab } from '../../core/check/check'
import { guided } from '../../core/guide/guides'
import type { ClientEventName, ClientRequest, ClientResults, MachineStatus, ServerEvents } from '../../core/protocol/socket'
import { findSandbox, sandboxLabs } from '../machines/sandbox'
import { consoleHandlers } from './console-handlers'
import { discoverHere, discoverRunning } from './discover'
import { guideBreak, guideExample, guideServe } from './guides'
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
const RUNNING: MachineStatus = { kind: 'sandbox', status: 'running' }

/** A socket may be left over from an agent that was killed, so it is asked. */
async function runs(lab: string): Promise<boolean> {
  const connection = await findSandbox(lab).catch(() => undefined)
  connection?.close()
  return connection !== undefined
}

/** What each event does. Requests have been validated; an error that is thrown is the answer. */
export const handlers: Handlers = {
  async 'lab:list'({ store, rooms }) {
    const [labs, examples, sockets] = await Promise.all([store.list(), store.listExamples(), sandboxLabs()])
    const mayRun = new Set(sockets)
    const statuses = await Promise.all(
      labs.map(
        async ({ lab: { name } }) => (await rooms.statusOf(name)) ?? (mayRun.has(name) && (await runs(name)) ? RUNNING : STOPPED),
      ),
    )
    return {
      labs: labs.map(({ lab, changed }, at) => summaryOf(lab, statuses[at] ?? STOPPED, changed)),
      examples: examples.map((lab) => summaryOf(lab, STOPPED)),
    }
  },

  async 'lab:create'({ store }, request) {
    return { name: await store.create(request) }
  },

  /** What runs for a lab that is deleted could never be reached again, so it ends with it. */
  async 'lab:delete'({ store, actor }, { lab }) {
    const connection = await findSandbox(lab)
    try {
      await connection?.request({ type: 'destroy', lab, actor })
    } finally {
      connection?.close()
    }
    await store.delete(lab)
    return {}
  },

  async 'lab:open'({ store, visit }, { lab }) {
    const [room, origin] = await Promise.all([visit.enter(lab), store.originOf(lab)])
    const opened = room.join(visit.socket)
    return origin && guided.includes(origin.example) ? { ...opened, origin } : opened
  },

  async 'lab:close'({ visit }, { lab }) {
    await visit.leave(lab)
    return {}
  },

  async 'lab:edit'({ visit }, { lab, revision, edit, command }) {
    const room = await visit.room(lab)
    return { revision: await room.session.edit(revision, edit, command) }
  },

  async 'machine:apply'({ visit, actor }, { lab, revision, planId }) {
    const room = await visit.room(lab)
    const document = room.labAt(revision)
    if (!document) return { outcome: 'stale', planId }
    // The agent says the same; here no machine is started for it.
    if (checkLab(document).some(({ severity }) => severity === 'error')) return { outcome: 'refused', reason: 'invalid' }
    return room.machine.apply(document, planId, actor)
  },

  async 'machine:discover'(_, { lab }) {
    return lab === undefined ? discoverHere() : discoverRunning(lab)
  },

  async 'machine:destroy'({ rooms, actor }, { lab }) {
    const room = await rooms.use(lab)
    try {
      return await room.machine.destroy(actor)
    } finally {
      rooms.release(room)
    }
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
