import { afterEach, beforeEach, expect, it } from 'vitest'
import { Browser, enter, openSite, type Site } from './testing/harness'

let site: Site
let browser: Browser

beforeEach(async () => {
  site = await openSite()
  browser = await Browser.connect(site.port, await enter(site))
})
afterEach(async () => {
  browser.close()
  await site.remove()
})

const fromExample = (name: string) => browser.ask('lab:create', { name, from: { source: 'example', example: 'red-blue-bridge' } })

it('knows a lab’s example, of a copy of a copy too, and not from the lab’s file', async () => {
  await fromExample('red-blue-bridge')
  await browser.ask('lab:create', { from: { source: 'lab', lab: 'red-blue-bridge' } })
  const first = await browser.ask('lab:open', { lab: 'red-blue-bridge' })
  const second = await browser.ask('lab:open', { lab: 'red-blue-bridge-2' })
  expect(first.origin?.example).toBe('red-blue-bridge')
  expect(second.origin?.example).toBe('red-blue-bridge')
  expect(second.origin?.copy).not.toBe(first.origin?.copy)
  const { example } = await browser.ask('guide:example', { lab: 'red-blue-bridge-2' })
  expect(example.name).toBe('red-blue-bridge-2')
  expect(example.nodes).toEqual(first.lab.nodes)
})

it('has no guide for a lab of one’s own, nor for one that takes a deleted one’s name', async () => {
  await fromExample('mine')
  await browser.ask('lab:delete', { lab: 'mine' })
  await browser.ask('lab:create', { name: 'mine' })
  const opened = await browser.ask('lab:open', { lab: 'mine' })
  expect(opened.origin).toBeUndefined()
  for (const event of ['guide:example', 'guide:serve'] as const)
    expect(await browser.send(event, { lab: 'mine' })).toMatchObject({ ok: false, error: { code: 'no-such-lab' } })
})

it('causes only faults that the guide has, and only where something runs', async () => {
  await fromExample('mine')
  await browser.ask('lab:open', { lab: 'mine' })
  const refused = async (fault: string) => browser.send('guide:break', { lab: 'mine', fault })
  expect(await refused('; rm -rf /')).toMatchObject({ ok: false, error: { code: 'invalid' } })
  expect(await refused('prefix')).toMatchObject({ ok: false, error: { code: 'invalid' } })
  expect(await refused('end-down')).toMatchObject({ ok: false, error: { code: 'not-running' } })
  expect(await browser.send('guide:serve', { lab: 'mine' })).toMatchObject({ ok: false, error: { code: 'invalid' } })
})
