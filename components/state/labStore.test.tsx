import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { setNode } from '../../core/edit/set-node'
import type { Lab } from '../../core/lab/schema'
import type { Ack } from '../../core/protocol/socket'
import { useLabStore } from './labStore'
import { isWaiting } from './outbox'
import { useConnection } from './socket'
import { eventually } from './testing/eventually'
import { openedAs } from './testing/opened'
import { openWire, type Wire } from './testing/wire'

const document = (name: string): Lab => ({
  netloom: 1,
  name,
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: {},
})

let wire: Wire
/** What the server has, by lab. */
let labs: Record<string, { lab: Lab; revision: number }>
const edits = () => wire.asked.filter(({ event }) => event === 'lab:edit')
const events = () => wire.asked.map(({ event }) => event)
const store = () => useLabStore.getState()

beforeAll(async () => {
  wire = await openWire()
})
afterAll(() => wire.close())
beforeEach(() => {
  labs = { a: { lab: document('a'), revision: 0 }, b: { lab: document('b'), revision: 0 } }
  wire.asked.length = 0
  wire.answer('lab:open', ({ lab }) => {
    const found = labs[lab]
    return found ? { ok: true, value: openedAs(found.lab, found.revision) } : { ok: false, error: { code: 'no-such-lab' } }
  })
  wire.answer('lab:edit', ({ lab, command }) => taken(lab, command))
})
afterEach(async () => {
  store().closeLab()
  await eventually(() => expect(isWaiting()).toBe(false))
})

/** Makes an edit as the server does. */
function taken(name: string, command: Command): Ack<{ revision: number }> {
  const found = labs[name]
  const applied = found && applyCommand(found.lab, command)
  if (!found || !applied?.ok) return { ok: false, error: { code: 'conflict' } }
  const revision = found.revision + 1
  labs[name] = { lab: applied.lab, revision }
  return { ok: true, value: { revision } }
}

async function open(name: string): Promise<void> {
  store().openLab(name)
  await eventually(() => expect(store().status).toBe('ready'))
}

/** Turns a node's forwarding on or off, as a reader would. */
function toggle(node: string): void {
  const found = store().lab.nodes[node]
  const on = found?.kind === 'namespace' && found.forwarding === true
  const command = setNode(store().lab, node, { forwarding: !on })
  if ('refused' in command) throw new Error('not to be refused')
  expect(store().dispatch(command)).toBe(true)
}

const forwards = (name: string) =>
  Object.entries(labs[name]?.lab.nodes ?? {})
    .filter(([, node]) => 'forwarding' in node && node.forwarding)
    .map(([node]) => node)

describe('a lab that is left before the server has its edits', () => {
  it('has them sent all the same, in their order, and is closed after the last', async () => {
    await open('a')
    toggle('red')
    toggle('blue')
    store().closeLab()
    expect(isWaiting()).toBe(true)
    await eventually(() => expect(events()).toContain('lab:close'))
    expect(forwards('a')).toEqual(['red', 'blue'])
    expect(isWaiting()).toBe(false)
    expect(events().lastIndexOf('lab:edit')).toBeLessThan(events().indexOf('lab:close'))
  })

  it('has them sent once there is a connection again', async () => {
    await open('a')
    wire.cut()
    await eventually(() => expect(useConnection.getState().status).not.toBe('open'))
    toggle('red')
    toggle('blue')
    store().closeLab()
    await eventually(() => expect(forwards('a')).toEqual(['red', 'blue']))
  })

  it('shows them when it is opened again, and sends them from there', async () => {
    await open('a')
    wire.cut()
    await eventually(() => expect(useConnection.getState().status).not.toBe('open'))
    toggle('red')
    store().closeLab()
    store().openLab('a')
    expect(store().unsaved).toBe(1)
    await eventually(() => expect(store().status).toBe('ready'))
    expect(store().lab.nodes.red).toMatchObject({ forwarding: true })
    await eventually(() => expect(store().unsaved).toBe(0))
    expect(forwards('a')).toEqual(['red'])
    expect(events()).not.toContain('lab:close')
  })

  it('says when it is opened again what was refused in the meantime', async () => {
    await open('a')
    wire.answer('lab:edit', () => ({ ok: false, error: { code: 'stale' } }))
    toggle('red')
    store().closeLab()
    await eventually(() => expect(events()).toContain('lab:close'))
    await open('a')
    expect(store().refusal).toMatchObject({ problem: 'stale' })
  })

  it('keeps no edits of a lab that has been deleted', async () => {
    await open('a')
    delete labs.a
    wire.answer('lab:edit', () => new Promise(() => {}))
    toggle('red')
    store().closeLab()
    await eventually(() => expect(isWaiting()).toBe(false))
    expect(events().filter((event) => event === 'lab:open')).toHaveLength(2)
  })
})

describe('the next lab', () => {
  it('does not wait for the answer to an edit of the one before', async () => {
    let answer = () => {}
    wire.answer('lab:edit', ({ lab, command }) => {
      if (lab === 'b') return taken(lab, command)
      return new Promise((done) => {
        answer = () => done(taken(lab, command))
      })
    })
    await open('a')
    toggle('red')
    await eventually(() => expect(edits()).toHaveLength(1))
    await open('b')
    toggle('blue')
    await eventually(() => expect(forwards('b')).toEqual(['blue']))
    await eventually(() => expect(store().unsaved).toBe(0))
    answer()
    wire.answer('lab:edit', ({ lab, command }) => taken(lab, command))
  })

  it('does not get the apply that still waited for the edits of the one before', async () => {
    let answer = () => {}
    wire.answer(
      'lab:edit',
      ({ lab, command }) =>
        new Promise((done) => {
          answer = () => done(taken(lab, command))
        }),
    )
    await open('a')
    toggle('red')
    await eventually(() => expect(edits()).toHaveLength(1))
    const applied = store().apply('plan')
    await open('b')
    expect(await applied).toEqual({ ok: false, error: { code: 'stale' } })
    expect(events()).not.toContain('machine:apply')
    wire.answer('lab:edit', ({ lab, command }) => taken(lab, command))
    answer()
  })
})

describe('an edit that the server refuses', () => {
  const full = { code: 'store-failed', text: 'ENOSPC: no space left on device' } as const

  it('is known as the step back or forward that it was, with the reason', async () => {
    await open('a')
    toggle('red')
    await eventually(() => expect(store().unsaved).toBe(0))
    wire.answer('lab:edit', () => ({ ok: false, error: { code: 'stale' } }))
    store().undo()
    await eventually(() => expect(store().refusal).toMatchObject({ problem: 'stale', step: 'undo' }))

    wire.answer('lab:edit', ({ lab, command }) => taken(lab, command))
    toggle('blue')
    store().undo()
    await eventually(() => expect(store().unsaved).toBe(0))
    wire.answer('lab:edit', () => ({ ok: false, error: full }))
    store().redo()
    await eventually(() => expect(store().refusal).toMatchObject({ problem: full.code, text: full.text, step: 'redo' }))
    expect(edits().map(({ request }) => Object.keys(request).toSorted())).toEqual(
      edits().map(() => ['command', 'edit', 'lab', 'revision']),
    )
    wire.answer('lab:edit', ({ lab, command }) => taken(lab, command))
  })

  for (const left of [false, true])
    it(`is the reason of those on top of it${left ? ', in a lab that was left, too' : ''}: nobody else came first`, async () => {
      const tried = new Set<string>()
      wire.answer('lab:edit', ({ lab, edit, command }) =>
        tried.add(edit).size === 1 ? { ok: false, error: full } : taken(lab, command),
      )
      await open('a')
      toggle('red')
      store().undo()
      if (left) {
        store().closeLab()
        await eventually(() => expect(isWaiting()).toBe(false))
        await open('a')
      }
      await eventually(() => expect(store().unsaved).toBe(0))
      expect(tried.size).toBe(2)
      expect(store().refusal).toMatchObject({ problem: full.code, text: full.text })
      expect(forwards('a')).toEqual([])
      wire.answer('lab:edit', ({ lab, command }) => taken(lab, command))
    })
})

describe('a command', () => {
  it('without changes is nothing: not sent, nothing to undo, and what was undone can be done again', async () => {
    await open('a')
    toggle('red')
    store().undo()
    await eventually(() => expect(store().unsaved).toBe(0))
    wire.asked.length = 0
    expect(store().dispatch({ label: 'Move', changes: [] })).toBe(false)
    const { undoable, redoable, unsaved, refusal } = store()
    expect({ undoable, unsaved, refusal }).toEqual({ undoable: [], unsaved: 0, refusal: null })
    expect(redoable).toHaveLength(1)
  })
})
