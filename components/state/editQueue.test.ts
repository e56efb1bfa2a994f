import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommand } from '../../core/edit/apply'
import type { Command } from '../../core/edit/change'
import { invertCommand } from '../../core/edit/change-lab'
import type { Lab } from '../../core/lab/schema'
import {
  addPending,
  confirmEdit,
  dropPending,
  type Edit,
  type EditQueue,
  hasGap,
  isConsequence,
  queueFrom,
  refusePending,
} from './editQueue'

const start: Lab = { netloom: 1, name: 'q', nodes: { host: { kind: 'host' } }, links: {} }

const addNode = (name: string): Command => ({
  label: 'add',
  changes: [{ change: 'set', path: ['nodes', name], to: { kind: 'namespace' } }],
})

/** As `dispatch` does it: nothing happens when the lab as shown does not take the command. */
function doEdit(queue: EditQueue, edit: Edit): EditQueue {
  const applied = applyCommand(queue.visible, edit.command)
  return applied.ok ? addPending(queue, edit, applied.lab) : queue
}

describe('the queue of unsaved edits', () => {
  it('shows an edit at once, and shows the very same lab when it is confirmed', () => {
    const edit = { edit: 'a', command: addNode('red') }
    const made = doEdit(queueFrom(start, 0), edit)
    expect(Object.keys(made.visible.nodes)).toEqual(['host', 'red'])
    const confirmed = confirmEdit(made, 1, edit)
    expect(confirmed.pending).toEqual([])
    expect(confirmed.visible).toBe(made.visible)
    expect(confirmed.revision).toBe(1)
  })

  it('puts its own edits on top of somebody else’s', () => {
    const mine = doEdit(queueFrom(start, 0), { edit: 'a', command: addNode('red') })
    const both = confirmEdit(mine, 1, { edit: 'x', command: addNode('blue') })
    expect(Object.keys(both.visible.nodes)).toEqual(['host', 'blue', 'red'])
    expect(both.pending).toHaveLength(1)
  })

  it('keeps an edit that lost its ground until the server has decided, but does not show it', () => {
    const mine = doEdit(queueFrom(start, 0), { edit: 'a', command: addNode('red') })
    const clash = confirmEdit(mine, 1, { edit: 'x', command: addNode('red') })
    expect(clash.pending).toHaveLength(1)
    expect(clash.visible).toEqual(clash.confirmed)
    expect(dropPending(clash, 'a').pending).toEqual([])
  })

  it('knows of a conflict that it follows from the refusal of an edit before, and of no other refusal', () => {
    const first = doEdit(queueFrom(start, 0), { edit: 'a', command: addNode('red') })
    const second = doEdit(first, { edit: 'b', command: invertCommand(addNode('red')), step: 'undo' })
    const { pending, visible } = refusePending(second, 'a')
    const later = doEdit(refusePending(second, 'a'), { edit: 'c', command: addNode('blue') }).pending[1]
    expect(visible).toEqual(start)
    expect(pending).toMatchObject([{ edit: 'b', step: 'undo' }])
    const [left] = pending
    if (!left || !later) return expect.unreachable()
    expect((['conflict', 'stale', 'invalid', 'store-failed'] as const).map((code) => isConsequence(left, { code }))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(isConsequence(later, { code: 'conflict' })).toBe(false)
    expect(refusePending(first, 'x')).toBe(first)
  })

  it('takes the same news twice without harm, as after a lost reply', () => {
    const edit = { edit: 'a', command: addNode('red') }
    const once = confirmEdit(doEdit(queueFrom(start, 0), edit), 1, edit)
    expect(confirmEdit(once, 1, edit)).toEqual(once)
  })

  it('waits for news that is missing, and knows that it is', () => {
    const second = confirmEdit(queueFrom(start, 0), 2, { edit: 'y', command: addNode('blue') })
    expect(second.revision).toBe(0)
    expect(hasGap(second)).toBe(true)
    const filled = confirmEdit(second, 1, { edit: 'x', command: addNode('red') })
    expect(hasGap(filled)).toBe(false)
    expect(Object.keys(filled.visible.nodes)).toEqual(['host', 'red', 'blue'])
    expect(filled.revision).toBe(2)
  })

  it('reports a gap, and ends, when the server’s edit does not fit', () => {
    const broken = confirmEdit(queueFrom(start, 0), 1, {
      edit: 'x',
      command: { label: 'x', changes: [{ change: 'set', path: ['nodes', 'gone', 'forwarding'], from: false, to: true }] },
    })
    expect(hasGap(broken)).toBe(true)
  })

  it('survives a reconnect: what the server already had is dropped, the rest stays on top', () => {
    const a = { edit: 'a', command: addNode('red') }
    const b = { edit: 'b', command: addNode('blue') }
    const mine = doEdit(doEdit(queueFrom(start, 0), a), b)
    const applied = applyCommand(start, a.command)
    if (!applied.ok) throw new Error('the fixture must apply')
    // The reply to `a` was lost; the document that comes back has it.
    const back = queueFrom(applied.lab, 1, mine.pending)
    expect(Object.keys(back.visible.nodes)).toEqual(['host', 'red', 'blue'])
    const replied = dropPending(confirmEdit(back, 1, a), 'a')
    expect(replied.pending.map((one) => one.edit)).toEqual(['b'])
    expect(Object.keys(replied.visible.nodes)).toEqual(['host', 'red', 'blue'])
  })

  it('ends up with the server’s lab, whatever two browsers do and in whatever order the news arrives', () => {
    const names = fc.constantFrom('red', 'blue', 'green', 'grey')
    const act = fc.record({ who: fc.constantFrom(0, 1), kind: fc.constantFrom('add', 'undo', 'send', 'hear'), name: names })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const server = { lab: start, log: [] as Edit[] }
        const browsers = [0, 1].map(() => ({ queue: queueFrom(start, 0), heard: 0 }))
        const send = (who: number) => {
          const browser = browsers[who]
          const first = browser?.queue.pending[0]
          if (!browser || !first || server.log.some((one) => one.edit === first.edit)) return
          const applied = applyCommand(server.lab, first.command)
          if (applied.ok) {
            server.lab = applied.lab
            server.log.push(first)
          } else browser.queue = dropPending(browser.queue, first.edit)
        }
        const hear = (who: number) => {
          const browser = browsers[who]
          const next = browser && server.log[browser.heard]
          if (!browser || !next) return false
          browser.queue = confirmEdit(browser.queue, ++browser.heard, next)
          return true
        }
        for (const [at, { who, kind, name }] of acts.entries()) {
          const browser = browsers[who]
          if (!browser) continue
          if (kind === 'add') browser.queue = doEdit(browser.queue, { edit: `${who}-${at}`, command: addNode(name) })
          if (kind === 'undo')
            browser.queue = doEdit(browser.queue, { edit: `${who}-${at}`, command: invertCommand(addNode(name)) })
          if (kind === 'send') send(who)
          if (kind === 'hear') hear(who)
        }
        for (const who of [0, 1]) {
          for (let busy = true; busy; ) {
            const before = browsers[who]?.queue.pending.length
            send(who)
            while (hear(who));
            busy = browsers[who]?.queue.pending.length !== before
          }
        }
        for (const who of [0, 1]) while (hear(who));
        for (const { queue } of browsers) {
          expect(queue.pending).toEqual([])
          expect(queue.visible).toEqual(server.lab)
        }
      }),
      { numRuns: 300 },
    )
  })
})
