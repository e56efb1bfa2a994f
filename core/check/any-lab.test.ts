import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { parseLabFile } from '../lab/file'
import { describeDiagnostic } from '../text/diagnostics'
import { checkLab } from './check'

describe('any lab', () => {
  it('has no errors when it is made without', () => {
    fc.assert(
      fc.property(arbitraryLab(), (drawn) => {
        const errors = checkLab(drawn).filter(({ severity }) => severity === 'error')
        expect(errors).toEqual([])
      }),
    )
  })

  it('gives findings that have a place in the document and words without gaps', () => {
    fc.assert(
      fc.property(arbitraryLab(), (drawn) => {
        for (const diagnostic of checkLab(drawn)) {
          for (const locale of ['en', 'zh'] as const) {
            const { message, suggestion } = describeDiagnostic(diagnostic, locale)
            expect(`${message} ${suggestion}`).not.toMatch(/undefined|\[object/)
          }
          expect(['nodes', 'links', 'layout']).toContain(diagnostic.path[0])
        }
      }),
    )
  })
})

it('comes with positions when the lab comes from a text', () => {
  const { diagnostics } = parseLabFile(
    'netloom: 1\nname: x\nnodes:\n  red:\n    kind: namespace\n    routes:\n      - { to: 10.1/16, via: 10.0.0.1 }\n',
  )
  expect(diagnostics[0]).toMatchObject({ code: 'address-short', position: { line: 7, column: 15 } })
})
