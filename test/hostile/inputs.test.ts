import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLab } from '../../core/check/check'
import { base } from '../../core/check/testing'
import { emptyLab } from '../../core/lab/empty'
import { parseLabFile } from '../../core/lab/file'
import { labSchema } from '../../core/lab/schema'
import { planLab, planRemoval } from '../../core/plan/plan-lab'
import { mayCutOff } from '../../core/plan/risk'
import { importScript } from '../../core/script/import/import-script'
import { UNTOUCHED } from '../../core/state/host-record'
import type { MachineState } from '../../core/state/state'
import { describeDiagnostic } from '../../core/text/diagnostics'
import { describeFinding } from '../../core/text/import'
import { LOCALES } from '../../core/text/locale'
import { cli } from '../../server/cli/testing'
import { Browser, enter, openSite, type Site } from '../../server/web/testing/harness'
import { counted, expectCases } from '../figures'
import { machineWith } from '../imagined-machine'
import { ADDRESSES } from './addresses'
import { GRAPHS } from './graphs'
import { BASE_SCRIPT, baseFile, editOf, fileText, finding, type HostileInput } from './input'
import { NAMES } from './names'

const ALL = [...NAMES, ...ADDRESSES, ...GRAPHS]
const SCRIPTED = ALL.filter(({ script }) => script !== undefined)
const BASE_LINES = BASE_SCRIPT.split('\n').length - 1

const ON_MACHINE = ['a name of something foreign', 'a deletion of something foreign', 'enslaving the operator’s interface']
const FIGURE = 'hostile inputs refused'

/** A check of each input by one way in; it counts as refused when it is refused by all. */
function eachIsRefused(inputs: readonly HostileInput[], check: (input: HostileInput) => void | Promise<void>): void {
  test.each(inputs)('$name', (input) => counted(FIGURE, input.name, () => check(input)))
}

function isError({ severity }: HostileInput): boolean {
  return severity === undefined || severity === 'error'
}

beforeAll(() => expectCases(FIGURE, [...ALL.map(({ name }) => name), ...ON_MACHINE]))

test('what the inputs are put into is itself in order, each way', () => {
  expect(parseLabFile(baseFile()).diagnostics).toEqual([])
  expect(checkLab(base())).toEqual([])
  expect(importScript(BASE_SCRIPT).findings.filter(({ severity }) => severity !== 'info')).toEqual([])
  expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length)
})

describe('in a lab file', () => {
  eachIsRefused(ALL, (input) => {
    const { lab, diagnostics } = parseLabFile(fileText(input))
    expect(diagnostics.map(finding)).toContain(finding(input))
    if (isError(input)) expect(lab === undefined || checkLab(lab).some(({ severity }) => severity === 'error')).toBe(true)
    for (const diagnostic of diagnostics.slice(0, 20)) {
      expect(diagnostic.position).toMatchObject({ line: expect.any(Number), column: expect.any(Number) })
      for (const locale of LOCALES)
        expect(Object.values(describeDiagnostic(diagnostic, locale)).join(' ')).not.toMatch(/undefined|\[object/)
    }
  })
})

describe('at the command line', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-hostile-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  eachIsRefused(ALL, async (input) => {
    const file = join(folder, 'case.netloom.yaml')
    writeFileSync(file, fileText(input))
    const { code, out } = await cli(['validate', '--json', file])
    const { problems } = JSON.parse(out)
    expect(problems.map(finding)).toContain(finding(input))
    expect(code).toBe(isError(input) ? 1 : 0)
    expect(problems[0]).toMatchObject({ message: expect.stringMatching(/./), suggestion: expect.stringMatching(/./) })
  })
})

describe('as an edit over the socket', () => {
  let site: Site
  let cookie: string
  let browser: Browser
  beforeAll(async () => {
    site = await openSite()
    cookie = await enter(site)
  })
  afterAll(() => site.remove())

  eachIsRefused(ALL, async (input) => {
    browser = await Browser.connect(site.port, cookie)
    const { name: lab } = await browser.ask('lab:create', { from: { source: 'yaml', text: baseFile() } })
    const before = await browser.ask('lab:open', { lab })
    const ack = await browser.send('lab:edit', { lab, revision: before.revision, edit: 'x', command: editOf(input) })
    const after = await browser.ask('lab:open', { lab })
    if (ack.ok) {
      // It may be drawn, since drawings are unfinished for a while; it is said beside it, and no machine gets it.
      expect(checkLab(after.lab).map(finding)).toContain(finding(input))
      const apply = { lab, revision: after.revision, planId: planLab(after.lab, machineWith(base())).id }
      if (isError(input)) expect(await browser.ask('machine:apply', apply)).toEqual({ outcome: 'refused', reason: 'invalid' })
      expect((await browser.ask('lab:open', { lab })).machine).toEqual({ kind: 'sandbox', status: 'stopped' })
    } else {
      expect(ack.error.diagnostics?.map(finding)).toContain(finding(input))
      expect(after).toEqual(before)
    }
    await browser.ask('lab:delete', { lab })
    browser.close()
  })
})

describe('as shell commands', () => {
  eachIsRefused(SCRIPTED, ({ script = ['', 'import-nothing'] }) => {
    const { lab, findings } = importScript(BASE_SCRIPT + script[0])
    expect(findings.map(({ code }) => code)).toContain(script[1])
    const said = findings.find(({ code }) => code === script[1])
    expect(said?.severity).not.toBe('info')
    // Of a text that is too much, nothing is taken; else the finding is about the line, not about those before it.
    if (Object.keys(lab.nodes).length > 1) expect(said?.line).toBeGreaterThan(0)
    expect(labSchema.safeParse(lab).success).toBe(true)
    for (const locale of LOCALES)
      for (const one of findings) expect(Object.values(describeFinding(one, locale)).join(' ')).not.toMatch(/undefined|\[object/)
  })

  test('those before are still imported', () => {
    const { lab } = importScript(`${BASE_SCRIPT}ip netns add -x\n`)
    expect(Object.keys(lab.nodes)).toEqual(Object.keys(base().nodes))
    expect(importScript(`${BASE_SCRIPT}ip netns add -x\n`).findings.at(-1)).toMatchObject({ line: BASE_LINES + 1 })
  })
})

/** What only a machine can tell. */
describe('against a machine that holds something foreign', () => {
  /** As our lab, but with another lab's marks. */
  const foreign = machineWith({ ...base(), name: 'another' })

  const checks: Record<(typeof ON_MACHINE)[number], () => void> = {
    'a name of something foreign': () => {
      const { conflicts } = planLab(base(), foreign)
      expect(conflicts.map(finding)).toEqual(
        expect.arrayContaining([
          'error foreign-namespace at node/red',
          'error foreign-interface at node/br0',
          'error foreign-interface at interface/host/eth9',
        ]),
      )
    },
    'a deletion of something foreign': () => expect(planRemoval('case', foreign).steps).toEqual([]),
    'enslaving the operator’s interface': () => {
      const nodes = { host: { kind: 'host', interfaces: { eth0: { bridge: 'br0' } } }, br0: { kind: 'bridge' } } as const
      const { conflicts, steps } = planLab({ netloom: 1, name: 'case', nodes, links: {} }, computerWithNic())
      expect(conflicts).toEqual([])
      // What this is true of is put back unless it is confirmed in time.
      expect(mayCutOff(steps.map(({ op }) => op))).toBe(true)
    },
  }
  test.each(Object.entries(checks))('%s', (name, check) => counted(FIGURE, name, check))
})

/** This computer with an interface of its own, through which its operator may be connected. */
function computerWithNic(): MachineState {
  const machine = machineWith(emptyLab('case'))
  const { host } = machine.namespaces
  const lo = Object.values(host?.links ?? {})[0]
  if (!host || !lo) throw new Error('a machine has a root namespace with a loopback interface')
  const eth0 = { ...lo, index: 9, name: 'eth0', kind: 'device', mac: '02:00:00:00:00:09', mtu: 1500, up: true }
  return {
    ...machine,
    host: UNTOUCHED,
    namespaces: { ...machine.namespaces, host: { ...host, links: { ...host.links, 9: eth0 } } },
  }
}
