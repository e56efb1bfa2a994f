import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { commandsOfFault } from '../../core/guide/commands'
import { startForm } from '../../core/guide/form'
import type { Guide, GuideView, Probe, Server } from '../../core/guide/guide'
import type { ProbeOutcome, ProbeResult } from '../../core/guide/probe'
import { advance, NO_PROGRESS, type Progress, resultOf } from '../../core/guide/progress'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import type { MachineState } from '../../core/state/state'
import { describeWhy } from '../../core/text/guide'
import type { AgentConnection, AgentStream } from '../../server/machines/connection'

/** Plays a guide by its own clicks on a real kernel. */

const SERVE = `require('node:net').createServer((socket) => socket.on('error', () => {}).end()).listen(Number(process.argv[1]), () => console.log('ready'))`
/** Milliseconds that the kernel and the agent's reading of it may take to settle. */
const SETTLES = 30_000

export function shipped(name: string): Lab {
  const { lab } = parseLabFile(readFileSync(`labs/${name}.netloom.yaml`, 'utf8'))
  if (!lab) throw new Error(`labs/${name}.netloom.yaml is not a lab`)
  return lab
}

/** A machine that a guide is played on. */
export interface Stage {
  connection: AgentConnection
  apply(lab: Lab): Promise<string>
  destroy(lab: string): Promise<unknown>
}

/** A page's part, without the page: the lab, its machine, and what was asked of it. */
export class Learner {
  lab: Lab
  progress: Progress = NO_PROGRESS
  running = false
  readonly probes: ProbeResult[] = []
  private readonly servers: AgentStream<'run'>[] = []

  constructor(
    private readonly machine: Stage,
    lab: Lab,
  ) {
    this.lab = lab
  }

  async end(): Promise<void> {
    // In the root that the tests share, what an agent was asked to run does not end with it.
    for (const server of this.servers) server.cancel()
    await Promise.all(this.servers.map(({ done }) => done))
    await this.machine.destroy(this.lab.name)
  }

  draw(command: Command): void {
    const drawn = applyCommand(this.lab, command)
    if (!drawn.ok) throw new Error(drawn.text)
    this.lab = drawn.lab
  }

  async apply(): Promise<void> {
    expect(await this.machine.apply(this.lab)).toBe('applied')
    this.running = true
  }

  state(): Promise<MachineState> {
    return new Promise((resolve, reject) => {
      const observing = this.machine.connection.stream({ type: 'observe', traffic: false }, (frame) => {
        if (frame.type === 'observation') resolve(frame.observation.state)
      })
      observing.done.catch(reject)
    })
  }

  async view(): Promise<GuideView> {
    const state = this.running ? await this.state() : null
    return { lab: this.lab, state, pending: planLab(this.lab, state ?? blankMachine).steps, probes: this.probes }
  }

  async outcome({ from: node, to: target, port }: Probe): Promise<ProbeOutcome> {
    if (port !== undefined) {
      const { result } = await this.machine.connection.request({
        type: 'tcp',
        lab: this.lab.name,
        node,
        target,
        port,
        timeout: 3000,
      })
      return result.outcome === 'connected' ? 'answered' : result.outcome === 'refused' ? 'refused' : 'silent'
    }
    let answered = false
    await this.machine.connection.stream({ type: 'ping', lab: this.lab.name, node, target, count: 2, interval: 200 }, (frame) => {
      if (frame.type === 'ping' && frame.event.kind === 'reply') answered = true
    }).done
    return answered ? 'answered' : 'silent'
  }

  async ask(probe: Probe): Promise<ProbeOutcome> {
    const outcome = await this.outcome(probe)
    this.probes.push({ ...probe, outcome, state: await this.state() })
    return outcome
  }

  async serve({ node, port }: Server): Promise<void> {
    const argv = [process.execPath, '-e', SERVE, String(port)]
    await new Promise<void>((resolve, reject) => {
      const stream = this.machine.connection.stream({ type: 'run', node, argv, timeout: 0 }, (frame) => {
        if (frame.type === 'output') resolve()
      })
      this.servers.push(stream)
      stream.done.then(({ exitCode }) => reject(new Error(`the server ended with ${exitCode}`)), reject)
    })
  }

  /** One line of shell in the root namespace, as the web process has it run. */
  async shell(line: string): Promise<void> {
    let words = ''
    const { exitCode } = await this.machine.connection.stream(
      { type: 'run', node: 'host', argv: ['/bin/sh', '-c', line], timeout: 10_000 },
      (frame) => {
        if (frame.type === 'output') words += frame.data
      },
    ).done
    expect({ line, exitCode, words }).toMatchObject({ exitCode: 0 })
  }
}

/**
 * The tests of one guide: each check is done by what the kernel says, each fault breaks what it says it breaks, and mending it heals that.
 *
 * @param start a machine for it, before the first test
 */
export function playGuide(guide: Guide, example: Lab, start: () => Promise<Stage>): void {
  let learner: Learner
  beforeAll(async () => {
    learner = new Learner(await start(), startForm(guide, example))
  })
  afterAll(() => learner.end())

  test.each(guide.steps.map((step) => [step.id, step] as const))(
    'step %s is done by its click, and not before',
    async (id, step) => {
      expect(resultOf(step, await learner.view(), learner.progress).done, 'before').toBe(false)
      if (step.answer !== undefined)
        learner.progress = { ...learner.progress, answers: { ...learner.progress.answers, [id]: step.answer } }
      const { action } = step
      if (action?.kind === 'edit') {
        const command = action.edit(learner.lab)
        if ('refused' in command) throw new Error(command.refused.code)
        learner.draw(command)
        expect(resultOf(step, await learner.view(), learner.progress).done, 'drawn, not applied').toBe(false)
      }
      if (action?.kind === 'edit' || action?.kind === 'apply') await learner.apply()
      if (action?.kind === 'serve') {
        await learner.serve(action.server)
        await learner.ask({ from: action.server.node, to: action.server.address, port: action.server.port })
      }
      if (action?.kind === 'probe') await learner.ask(action.probe)
      const result = await settled(async () => {
        learner.progress = advance(guide, await learner.view(), learner.progress, id)
        return resultOf(step, await learner.view(), learner.progress)
      })
      expect(result.done || describeWhy(result.why, 'en')).toBe(true)
    },
  )

  test.each(guide.faults.map((fault) => [fault.id, fault] as const))(
    'fault %s breaks its proof, and mended it holds again',
    async (_, fault) => {
      learner.lab = example
      await learner.apply()
      expect(await learner.outcome(fault.proof), 'whole').toBe('answered')
      if (fault.cause.kind === 'drawn') {
        const command = fault.cause.edit(example)
        if ('refused' in command) throw new Error(command.refused.code)
        learner.draw(command)
        await learner.apply()
      } else for (const line of commandsOfFault(fault.cause.ops, example.name)) await learner.shell(line)
      expect(await learner.outcome(fault.proof), 'broken').not.toBe('answered')
      learner.lab = example
      await learner.apply()
      expect(await learner.outcome(fault.proof), 'mended').toBe('answered')
      expect((await learner.view()).pending, 'no trace').toEqual([])
    },
  )
}

/** What the reading says once it is done, or at the end of the patience that the kernel gets. */
async function settled(read: () => Promise<ReturnType<typeof resultOf>>): Promise<ReturnType<typeof resultOf>> {
  const until = performance.now() + SETTLES
  for (;;) {
    const result = await read()
    if (result.done || performance.now() > until) return result
    await delay(50)
  }
}
