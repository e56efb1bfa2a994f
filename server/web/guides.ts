import { commandsOfFault } from '../../core/guide/commands'
import type { Guide } from '../../core/guide/guide'
import { loadGuide } from '../../core/guide/guides'
import { LabProblem } from '../labs/problem'
import type { Context, Handlers } from './handlers'

/** Answers every connection and hangs up; says so when it is ready. */
const SERVE = `require('node:net').createServer((socket) => socket.on('error', () => {}).end()).listen(Number(process.argv[1]), () => console.log('ready'))`

async function guideOf(store: Context['store'], lab: string): Promise<Guide> {
  const origin = await store.originOf(lab)
  const guide = origin && (await loadGuide(origin.example))
  if (!guide) throw new LabProblem('no-such-lab', `${lab} has no guide`)
  return guide
}

/** The complete example under the lab's own name. */
export const guideExample: Handlers['guide:example'] = async ({ store }, { lab }) => {
  const guide = await guideOf(store, lab)
  return { example: { ...(await store.example(guide.lab)), name: lab } }
}

/** What is run comes from the guide and never from the browser, and only ever runs in a sandbox. */
export const guideBreak: Handlers['guide:break'] = async ({ store, visit }, { lab, fault }) => {
  const guide = await guideOf(store, lab)
  const cause = guide.faults.find(({ id }) => id === fault)?.cause
  if (cause?.kind !== 'kernel') throw new LabProblem('invalid', `the guide has no such fault of the kernel: ${fault}`)
  const { machine } = await visit.room(lab)
  await machine.guide.disturb(commandsOfFault(cause.ops, lab))
  return {}
}

export const guideServe: Handlers['guide:serve'] = async ({ store, visit }, { lab }) => {
  const { server } = await guideOf(store, lab)
  if (!server) throw new LabProblem('invalid', `the guide of ${lab} has no server`)
  const { machine } = await visit.room(lab)
  await machine.guide.keepRunning('guide', server.node, [process.execPath, '-e', SERVE, String(server.port)])
  return {}
}
