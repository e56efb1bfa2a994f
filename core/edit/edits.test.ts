import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { at, type Built, commandOf, made } from '../../test/labs/draw'
import { checkLab } from '../check/check'
import type { Lab } from '../lab/schema'
import { addNode } from './add-node'
import { invertCommand } from './change-lab'
import { copyNodes, duplicateNodes, pasteNodes } from './copy'
import { joinNodes, reconnectEnd } from './join'
import { equalJson } from './json'
import { natByDrop } from './nat'
import { removeElements } from './remove'
import { renameNode } from './rename'

// Hundreds of random labs: on a busy machine they take a while, and that is not what is tested.
vi.setConfig({ testTimeout: 120_000 })

describe('any edit of any lab', () => {
  const number = fc.nat({ max: 50 })
  const builders: ((lab: Lab, pick: (items: string[]) => string, kind: number) => Built)[] = [
    (lab, pick) => joinNodes(lab, pick(Object.keys(lab.nodes)), pick(Object.keys(lab.nodes))),
    (lab, pick, kind) => reconnectEnd(lab, pick(Object.keys(lab.links)), kind % 2 === 0 ? 0 : 1, pick(Object.keys(lab.nodes))),
    (lab, pick) => natByDrop(lab, pick(Object.keys(lab.nodes)), pick(Object.keys(lab.nodes))),
    (lab, pick) => renameNode(lab, pick(Object.keys(lab.nodes)), 'fresh'),
    (lab, pick) => duplicateNodes(lab, [pick(Object.keys(lab.nodes)), pick(Object.keys(lab.nodes))]),
    (lab, _pick, kind) => addNode(lab, kind % 2 === 0 ? 'namespace' : 'bridge', at),
    (lab, pick) => pasteNodes(lab, copyNodes(lab, Object.keys(lab.nodes)), { x: pick([]).length, y: 0 }),
    (lab, pick) => removeElements(lab, [{ kind: 'node', node: pick(Object.keys(lab.nodes)) }]),
    (lab, pick) => removeElements(lab, [{ kind: 'link', link: pick(Object.keys(lab.links)) }]),
  ]

  it('fits the lab, can be taken back, and leaves the lab that it was made on alone', () => {
    fc.assert(
      fc.property(
        arbitraryLab(),
        fc.nat({ max: builders.length - 1 }),
        fc.array(number, { minLength: 4, maxLength: 4 }),
        (lab, which, picks) => {
          const before = structuredClone(lab)
          const queue = [...picks]
          const pick = (items: string[]) => items[(queue.shift() ?? 0) % Math.max(1, items.length)] ?? ''
          const built = builders[which]?.(lab, pick, picks[3] ?? 0)
          if (!built || 'refused' in built) return
          const command = commandOf(built)
          const result = made(lab, built)
          expect(lab).toEqual(before)
          expect(equalJson(made(result, invertCommand(command)), lab)).toBe(true)
        },
      ),
    )
  })

  it('draws nothing that cannot be applied', () => {
    fc.assert(
      fc.property(arbitraryLab(), fc.nat({ max: 6 }), fc.array(number, { minLength: 4, maxLength: 4 }), (lab, which, picks) => {
        // Moving an end away and deleting may leave routes without a way; adding never breaks anything.
        if (which === 1) return
        const queue = [...picks]
        const pick = (items: string[]) => items[(queue.shift() ?? 0) % Math.max(1, items.length)] ?? ''
        const built = builders[which]?.(lab, pick, picks[3] ?? 0)
        if (!built || 'refused' in built) return
        const errors = checkLab(made(lab, built)).filter(({ severity }) => severity === 'error')
        expect(errors).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
