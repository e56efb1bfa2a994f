import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { planLab } from '../../core/plan/plan-lab'
import { blankMachine } from '../../core/state/blank'
import { logIn } from '../../server/machines/applied-log'
import { findSandbox, sandboxLabs } from '../../server/machines/sandbox'
import { Browser, enter, openSite, type Site } from '../../server/web/testing/harness'
import { countTests } from '../figures'
import { HostMachine } from './host-machine'
import { run } from './ip-machine'

countTests('hostile inputs refused')

const text = (name: string, node: string) => `netloom: 1\nname: ${name}\nnodes:\n  ${node}: { kind: namespace }\n`
const RED: Lab = { netloom: 1, name: 'red', nodes: { host: { kind: 'host' }, red: { kind: 'namespace' } }, links: {} }

describe('an apply from the page', () => {
  let site: Site
  let mine: Browser
  let theirs: Browser
  let before: string | undefined

  beforeEach(async () => {
    before = process.env.NETLOOM_HOME
    site = await openSite()
    process.env.NETLOOM_HOME = site.home
    mine = await Browser.connect(site.port, await enter(site))
    theirs = await Browser.connect(site.port, await enter(site, await site.link()))
  })
  afterEach(async () => {
    for (const lab of await sandboxLabs()) {
      const agent = await findSandbox(lab)
      await agent?.request({ type: 'destroy', lab, actor: 'test' })
      await agent?.closed
    }
    mine.close()
    theirs.close()
    await site.remove()
    if (before === undefined) delete process.env.NETLOOM_HOME
    else process.env.NETLOOM_HOME = before
  })

  async function draw(browser: Browser, name: string, node: string) {
    await browser.ask('lab:create', { from: { source: 'yaml', text: text(name, node) } })
    const { lab, revision } = await browser.ask('lab:open', { lab: name })
    return { revision, planId: planLab(lab, blankMachine).id }
  }

  it('of another session’s plan, for another lab, is refused as stale', async () => {
    const [own, other] = [await draw(mine, 'mine', 'red'), await draw(theirs, 'theirs', 'blue')]
    const ask = { lab: 'mine', revision: own.revision, planId: other.planId }
    expect(await mine.ask('machine:apply', ask)).toMatchObject({ outcome: 'stale', planId: own.planId })
    expect(Object.keys((await mine.ask('lab:open', { lab: 'mine' })).state?.namespaces ?? {})).toEqual(['host'])
  })

  it('of a lab that another session has open, and this one has not, is refused', async () => {
    const other = await draw(theirs, 'theirs', 'blue')
    expect(await mine.send('machine:apply', { lab: 'theirs', ...other })).toMatchObject({ error: { code: 'no-such-lab' } })
  })

  it('of the same plan twice is refused as stale the second time, one after the other and at once', async () => {
    const ask = { lab: 'mine', ...(await draw(mine, 'mine', 'red')) }
    await theirs.ask('lab:open', { lab: 'mine' })
    const both = await Promise.all([mine.send('machine:apply', ask), theirs.send('machine:apply', ask)])
    expect(both.map((ack) => (ack.ok ? ack.value : ack.error))).toEqual(
      expect.arrayContaining([expect.objectContaining({ outcome: 'applied' }), expect.objectContaining({ code: 'busy' })]),
    )
    expect(await mine.ask('machine:apply', ask)).toMatchObject({ outcome: 'stale' })
  })
})

describe('a confirmation', () => {
  it('after its time ran out finds nothing that waits, and what was applied gone', async () => {
    const host = await HostMachine.start()
    try {
      const { result } = await host.connection.request({ type: 'apply', lab: RED, actor: 'test', confirmWithin: 1 })
      expect(result).toMatchObject({ outcome: 'applied', confirmWithin: 1 })
      expect(run('ip', ['netns'])).toContain('red')
      await expect.poll(() => run('ip', ['netns']), { timeout: 10_000 }).not.toContain('red')
      expect(await host.confirm('red', true)).toBe('nothing-waits')
      expect(run('ip', ['netns'])).not.toContain('red')
    } finally {
      await host.close()
    }
  })
})

describe('the log of this computer', () => {
  it('has who applied what, with which commands, before it is done, and how it ended', async () => {
    const host = await HostMachine.start()
    try {
      await host.apply(RED)
      await host.destroy('red')
      const entries = await logIn(host.folder)
      expect(entries).toMatchObject([
        { machine: 'host', lab: 'red', actor: 'test', did: 'started', commands: expect.arrayContaining(['ip netns add red']) },
        { did: 'applied', actor: 'test' },
        { did: 'started', commands: expect.arrayContaining(['ip netns delete red']) },
        { did: 'destroyed' },
      ])
    } finally {
      await host.close()
    }
  })
})
