import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { machineWith, stateAfter } from '../../test/imagined-machine'
import { applyCommand } from '../edit/apply'
import { parseLabFile } from '../lab/file'
import type { Lab } from '../lab/schema'
import type { Step } from '../plan/plan'
import { planLab } from '../plan/plan-lab'
import { blankMachine } from '../state/blank'
import type { MachineState } from '../state/state'
import { describeWhy } from '../text/guide'
import { LOCALES } from '../text/locale'
import { commandsOfSteps } from './commands'
import { computerFor } from './computer'
import { becomeForm, formsOf } from './form'
import type { Fault, Guide, GuideView, Probe } from './guide'
import { guided, loadGuide } from './guides'
import type { ProbeResult } from './probe'
import { advance, NO_PROGRESS, type Progress, resultOf, standing } from './progress'
import { afterProbe, imaginedResult, withConnectedRoutes, withLeases } from './testing'

function shipped(name: string): Lab {
  const { lab } = parseLabFile(readFileSync(`labs/${name}.netloom.yaml`, 'utf8'))
  if (!lab) throw new Error(`labs/${name}.netloom.yaml is not a lab`)
  return lab
}

/** The machine that a guide begins with: a sandbox that is not running yet, or this computer. */
const beginning = (guide: Guide, example: Lab): MachineState | null => (guide.machine === 'host' ? computerFor(example) : null)

function running(lab: Lab, on: MachineState | null): MachineState {
  const machine = on ? stateAfter(planLab(lab, on), on) : machineWith(lab)
  return withConnectedRoutes(withLeases(machine))
}

/** The guide, played by its own clicks on an imagined kernel: the view and the progress before and after each step. */
function play(guide: Guide, example: Lab) {
  const forms = formsOf(guide, example)
  const probes: ProbeResult[] = []
  const machine = beginning(guide, example)
  let state: MachineState | null = machine && withConnectedRoutes(machine)
  let progress: Progress = NO_PROGRESS
  let isServed = false
  const listens = (probe: Probe) => isServed && (guide.server?.address === probe.to || hasRules(state))
  const view = (lab: Lab): GuideView => ({
    lab,
    state,
    pending: planLab(lab, state ?? blankMachine).steps,
    probes: [...probes],
  })
  return guide.steps.map((step, index) => {
    const lab = forms[index] ?? example
    const before = { view: view(lab), progress }
    if (step.answer !== undefined) progress = { ...progress, answers: { ...progress.answers, [step.id]: step.answer } }
    const answered = { view: view(lab), progress }
    const { action } = step
    const after = forms[index + 1] ?? example
    if (action?.kind === 'apply' || action?.kind === 'edit') state = running(after, machine)
    if (action?.kind === 'serve') isServed = true
    const probe = action?.kind === 'probe' ? action.probe : action?.kind === 'serve' ? serverProbe(guide) : undefined
    if (probe && state) {
      probes.push(imaginedResult(probe, after, state, listens))
      state = afterProbe(probe, after, state)
    }
    const end = view(after)
    progress = advance(guide, end, progress, step.id)
    return { step, before, answered, end: { view: end, progress } }
  })
}

/**
 * The guide of a lab that was applied before anybody looked at it, taken to its end by the clicks that it offers. Throws where a step is
 * offered whose click does nothing.
 */
function walk(guide: Guide, applied: Lab, example: Lab) {
  const machine = beginning(guide, example)
  let lab = applied
  let state = running(lab, machine)
  let progress: Progress = NO_PROGRESS
  let isServed = false
  const probes: ProbeResult[] = []
  // What is drawn is applied each time, and nothing waits. The plan is not asked: what an agent records of a card's addresses is not imagined.
  const view = (): GuideView => ({ lab, state, pending: [], probes: [...probes] })
  progress = advance(guide, view(), progress, undefined)
  for (;;) {
    const end = standing(guide, view(), progress)
    const step = guide.steps.find(({ id }) => id === end.current)
    if (!step) return { progress, end }
    if (step.answer !== undefined) progress = { ...progress, answers: { ...progress.answers, [step.id]: step.answer } }
    const { action } = step
    if (action?.kind === 'edit') {
      const command = action.edit(lab)
      const drawn = 'refused' in command ? undefined : applyCommand(lab, command)
      if (!drawn?.ok) throw new Error(`${step.id} cannot be drawn`)
      lab = drawn.lab
      state = running(lab, machine)
    }
    if (action?.kind === 'serve') isServed = true
    const probe = action?.kind === 'probe' ? action.probe : action?.kind === 'serve' ? serverProbe(guide) : undefined
    if (probe) {
      const listens = () => isServed && (guide.server?.address === probe.to || hasRules(state))
      probes.push(imaginedResult(probe, lab, state, listens))
      state = afterProbe(probe, lab, state)
    }
    const next = advance(guide, view(), progress, step.id)
    if (next.done.length === progress.done.length && standing(guide, view(), next).current === step.id) {
      const result = resultOf(step, view(), next)
      throw new Error(`${step.id}: ${result.done || describeWhy(result.why, 'en').message}`)
    }
    progress = next
  }
}

const hasRules = (state: MachineState | null) => state?.namespaces.host?.nat.some(({ rules }) => rules.length > 0) === true

function serverProbe({ server }: Guide): Probe | undefined {
  return server && { from: server.node, to: server.address, port: server.port }
}

test.each(guided)('%s: the guide is of that lab, and its steps and faults have names of their own', async (name) => {
  const guide = await loadGuide(name)
  expect(guide?.lab).toBe(name)
  const ids = [...(guide?.steps ?? []), ...(guide?.faults ?? [])].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each(guided)('%s', async (name) => {
  const guide = await loadGuide(name)
  if (!guide) throw new Error(`${name} has no guide`)
  const example = shipped(name)

  test.each(LOCALES)('says all that it does, and nothing else (%s)', (locale) => {
    const text = guide.text[locale]
    expect(Object.keys(text.steps)).toEqual(guide.steps.map(({ id }) => id))
    expect(Object.keys(text.faults)).toEqual(guide.faults.map(({ id }) => id))
    for (const step of guide.steps) {
      const { choices } = text.steps[step.id] ?? {}
      expect(step.answer !== undefined, step.id).toBe(choices !== undefined)
      if (step.answer !== undefined) expect(choices?.length, step.id).toBeGreaterThan(step.answer)
    }
  })

  test('asks as many choices in both languages, and uses the same code', () => {
    const code = (text: string) => [...text.matchAll(/`[^`]+`/g)].map(([one]) => one).sort()
    for (const { id } of guide.steps) {
      const [en, zh] = LOCALES.map((locale) => guide.text[locale].steps[id])
      expect(zh?.choices?.length, id).toBe(en?.choices?.length)
      expect(code(zh?.text ?? ''), id).toEqual(code(en?.text ?? ''))
      expect(code((zh?.choices ?? []).join()), id).toEqual(code((en?.choices ?? []).join()))
    }
  })

  test('starts from a form of the example and ends with the whole of it', () => {
    const forms = formsOf(guide, example)
    const end = forms.at(-1) ?? example
    expect(becomeForm(end, example)).toBeNull()
    const start = forms[0] ?? example
    expect(start === example).toBe(guide.start.length === 0)
  })

  test('becomes its start in one edit, whatever became of the lab, and undo brings that back', () => {
    const start = formsOf(guide, example)[0] ?? example
    const stripped: Lab = { ...example, nodes: { host: { kind: 'host' } }, links: {}, layout: {} }
    const command = becomeForm(stripped, start)
    const made = command && applyCommand(stripped, command)
    expect(made?.ok && { nodes: made.lab.nodes, links: made.lab.links }).toEqual({ nodes: start.nodes, links: start.links })
  })

  test('no step is done before its turn, each is done by its own click, and the last one ends it', () => {
    const played = play(guide, example)
    for (const { step, before, answered, end } of played) {
      expect(resultOf(step, before.view, before.progress).done, `${step.id} before`).toBe(false)
      expect(standing(guide, before.view, before.progress), step.id).toEqual({ current: step.id, passed: {} })
      if (step.action) expect(resultOf(step, answered.view, answered.progress).done, `${step.id} answered`).toBe(false)
      const result = resultOf(step, end.view, end.progress)
      expect(result.done || describeWhy(result.why, 'en'), step.id).toBe(true)
      expect(end.progress.done, step.id).toContain(step.id)
    }
    const last = played.at(-1)?.end
    expect(last && standing(guide, last.view, last.progress)).toEqual({ passed: {} })
  })

  test('is not past any step while its start is drawn and waits for Apply, whatever is in the kernel', () => {
    const start = formsOf(guide, example)[0] ?? example
    const state = running(example, beginning(guide, example))
    const view: GuideView = { lab: start, state, pending: planLab(start, state).steps, probes: [] }
    expect(standing(guide, view, NO_PROGRESS)).toEqual({ current: guide.steps[0]?.id, passed: {} })
  })

  test('applied in any of its forms before it was begun, it says what is so already, passes that, and can be ended', () => {
    formsOf(guide, example).forEach((form, index) => {
      const { progress, end } = walk(guide, form, example)
      expect(end.current, `form ${index}`).toBeUndefined()
      for (const why of Object.values(end.passed))
        for (const locale of LOCALES) expect(describeWhy(why, locale).message).not.toBe('')
      const drawn = guide.steps.slice(0, index).filter(({ action }) => action?.kind === 'edit')
      for (const { id } of drawn) expect(progress.done, `form ${index}`).toContain(id)
    })
  })

  test.each(LOCALES)('says for every step that is not done why (%s)', (locale) => {
    for (const { step, before, answered } of play(guide, example)) {
      for (const { view, progress } of [{ view: { ...before.view, state: null }, progress: NO_PROGRESS }, answered]) {
        const result = resultOf(step, view, { ...progress, done: [] })
        if (!result.done) expect(describeWhy(result.why, locale).message, step.id).not.toMatch(/undefined|^$/)
      }
    }
  })

  test('every click stands for commands, which the plan wrote', () => {
    const commands = commandsOfSteps(guide, example, 'iptables')
    guide.steps.forEach(({ id, action }, index) => {
      expect(commands[index]?.length ?? 0, id)[action ? 'toBeGreaterThan' : 'toBe'](0)
    })
  })

  test('breaks nothing of this computer behind the drawing’s back', () => {
    for (const { cause } of guide.faults) if (guide.machine === 'host') expect(cause.kind).toBe('drawn')
  })

  test.each(guide.faults.map((fault): [string, Fault] => [fault.id, fault]))(
    'fault %s breaks its proof, which held before',
    (_, fault) => {
      const whole = running(example, beginning(guide, example))
      const listens = () => true
      expect(imaginedResult(fault.proof, example, whole, listens).outcome).toBe('answered')
      const broken = brokenBy(fault, guide, example)
      expect(broken.silent || broken.refused).toBe(true)
    },
  )
})

/** What a fault makes of its proof, on the imagined kernel. */
function brokenBy(fault: Fault, guide: Guide, example: Lab): { silent: boolean; refused: boolean } {
  if (fault.cause.kind === 'drawn') {
    const command = fault.cause.edit(example)
    if ('refused' in command) throw new Error(command.refused.code)
    const drawn = applyCommand(example, command)
    if (!drawn.ok) throw new Error(drawn.text)
    const state = running(drawn.lab, beginning(guide, example))
    const { outcome } = imaginedResult(fault.proof, drawn.lab, state, () => true)
    return { silent: outcome === 'silent', refused: false }
  }
  const steps = fault.cause.ops.map((op): Step => ({ op, action: 'change', elements: [], reason: REASON }))
  const state = withConnectedRoutes(
    stateAfter({ id: '', lab: example.name, steps, conflicts: [] }, withLeases(machineWith(example))),
  )
  // Without its rule a port of the router's own answers, and refuses.
  const isForwarded = fault.proof.port !== undefined
  const lost = isForwarded && Object.values(state.namespaces).every(({ nat }) => nat.every(({ rules }) => rules.length === 0))
  return { silent: imaginedResult(fault.proof, example, state, () => true).outcome === 'silent', refused: lost }
}

const REASON: Step['reason'] = { code: 'netns-drawn', params: {} }
