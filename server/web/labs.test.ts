import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../core/edit/change'
import { Browser, enter, openSite, type Site } from './testing/harness'

let site: Site
let cookie: string
let ada: Browser
let ben: Browser

beforeEach(async () => {
  site = await openSite()
  cookie = await enter(site)
  ada = await Browser.connect(site.port, cookie)
  ben = await Browser.connect(site.port, await enter(site, await site.link()))
})
afterEach(async () => {
  ada.close()
  ben.close()
  await site.remove()
})

const add = (name: string): Command => ({
  label: 'add',
  changes: [{ change: 'set', path: ['nodes', name], to: { kind: 'namespace' } }],
})

describe('the gallery', () => {
  it('lists what was created, by its own name or a free one', async () => {
    expect(await ada.ask('lab:create', { name: 'mine' })).toEqual({ name: 'mine' })
    expect(await ben.ask('lab:create', { name: 'mine' })).toEqual({ name: 'mine-2' })
    expect(await ben.ask('lab:create', { from: { source: 'lab', lab: 'mine-2' } })).toEqual({ name: 'mine-3' })
    const { labs } = await ada.ask('lab:list', {})
    expect(labs.map(({ name }) => name).sort()).toEqual(['mine', 'mine-2', 'mine-3'])
    expect(labs[0]).toMatchObject({ nodes: 1, links: 0, machine: { status: 'stopped' } })
  })

  it('takes a text, keeps its comments, and says where one is wrong', async () => {
    const text = 'netloom: 1\nname: told # by hand\nnodes:\n  red: { kind: namespace }\n'
    expect(await ada.ask('lab:create', { from: { source: 'yaml', text } })).toEqual({ name: 'told' })
    const { lab } = await ada.ask('lab:open', { lab: 'told' })
    expect(lab.nodes).toHaveProperty('red')
    const wrong = await ada.send('lab:create', { from: { source: 'yaml', text: text.replace('namespace', 'nothing') } })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'invalid', diagnostics: [{ position: { line: 4 } }] } })
  })

  it('does not list what it cannot read', async () => {
    await writeFile(join(site.home, 'labs', 'torn.netloom.yaml'), 'netloom: 1\nname: {')
    expect((await ada.ask('lab:list', {})).labs).toEqual([])
    expect(await ada.send('lab:open', { lab: 'torn' })).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })

  it('deletes a lab for everyone', async () => {
    await ada.ask('lab:create', { name: 'gone' })
    await ben.ask('lab:open', { lab: 'gone' })
    const told = ben.next('lab:deleted')
    await ada.ask('lab:delete', { lab: 'gone' })
    expect(await told).toEqual({ lab: 'gone' })
    expect(await ben.send('lab:open', { lab: 'gone' })).toMatchObject({ ok: false, error: { code: 'no-such-lab' } })
    expect(await ada.send('lab:delete', { lab: 'gone' })).toMatchObject({ ok: false, error: { code: 'no-such-lab' } })
    await ada.ask('lab:create', { name: 'gone' })
    expect((await ben.ask('lab:open', { lab: 'gone' })).lab.nodes).toEqual({ host: { kind: 'host' } })
  })
})

describe('two browsers on one lab', () => {
  it('see each other’s edits, each under its sender’s id', async () => {
    await ada.ask('lab:create', { name: 'both' })
    const { revision } = await ada.ask('lab:open', { lab: 'both' })
    await ben.ask('lab:open', { lab: 'both' })
    const seen = ben.next('lab:changed')
    const echoed = ada.next('lab:changed')
    await ada.ask('lab:edit', { lab: 'both', revision, edit: 'a1', command: add('red') })
    const event = { lab: 'both', revision: revision + 1, edit: 'a1', command: add('red') }
    expect(await seen).toEqual(event)
    expect(await echoed).toEqual(event)
    expect(await ben.ask('lab:edit', { lab: 'both', revision, edit: 'b1', command: add('blue') })).toEqual({
      revision: revision + 2,
    })
    expect(await ben.send('lab:edit', { lab: 'both', revision, edit: 'b2', command: add('red') })).toMatchObject({
      error: { code: 'stale' },
    })
  })

  it('hear nothing of a lab that they closed, and cannot edit it', async () => {
    await ada.ask('lab:create', { name: 'shut' })
    const { revision } = await ada.ask('lab:open', { lab: 'shut' })
    await ben.ask('lab:open', { lab: 'shut' })
    await ben.ask('lab:close', { lab: 'shut' })
    let heard = 0
    ben.socket.on('lab:changed', () => heard++)
    await ada.ask('lab:edit', { lab: 'shut', revision, edit: 'a1', command: add('red') })
    expect(await ben.send('lab:edit', { lab: 'shut', revision, edit: 'b', command: add('x') })).toMatchObject({
      error: { code: 'no-such-lab' },
    })
    expect(heard).toBe(0)
  })

  it('get the new document when the file is changed by hand', async () => {
    await ada.ask('lab:create', { name: 'hand' })
    const { revision } = await ada.ask('lab:open', { lab: 'hand' })
    const replaced = ada.next('lab:replaced')
    await writeFile(
      join(site.home, 'labs', 'hand.netloom.yaml'),
      'netloom: 1\nname: hand\nnodes: { pink: { kind: namespace } }\n',
    )
    expect(await replaced).toMatchObject({ revision: revision + 1, document: { nodes: { pink: { kind: 'namespace' } } } })
  })
})

describe('a server that is started again', () => {
  it('knows its browsers, their labs, and the edit whose answer was lost', async () => {
    await ada.ask('lab:create', { name: 'kept' })
    const { revision } = await ada.ask('lab:open', { lab: 'kept' })
    const made = await ada.ask('lab:edit', { lab: 'kept', revision, edit: 'a1', command: add('red') })
    const { home, port } = site
    await site.close()
    site = await openSite({ home, port })
    const again = await Browser.connect(port, cookie)
    expect((await again.ask('lab:open', { lab: 'kept' })).revision).toBe(made.revision)
    expect(await again.ask('lab:edit', { lab: 'kept', revision, edit: 'a1', command: add('red') })).toEqual(made)
    again.close()
  })

  it('is refused while another one has the port, and leaves nothing of its tries', async () => {
    const warnings: string[] = []
    const onWarning = ({ name, message }: Error) => name === 'MaxListenersExceededWarning' && warnings.push(message)
    process.on('warning', onWarning)
    try {
      await expect(openSite({ port: site.port })).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'listen' })
      await new Promise((resolve) => setImmediate(resolve))
      expect(warnings).toEqual([])
    } finally {
      process.off('warning', onWarning)
    }
  })

  it('is refused while another one has the store', async () => {
    await expect(openSite({ home: site.home })).rejects.toThrow(/another Netloom/)
  })
})
