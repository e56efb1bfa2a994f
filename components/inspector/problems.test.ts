import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic, DocPath } from '../../core/check/diagnostic'
import { isUnder, problemsAt, unclaimed } from './problems'

const at = (...path: DocPath): Diagnostic => ({
  code: 'bad-node-name',
  severity: 'error',
  element: { kind: 'lab' },
  path,
  params: {},
})

describe('problems beside their fields', () => {
  const address = at('nodes', 'red', 'interfaces', 'eth0', 'addresses', 0)
  const list = at('nodes', 'red', 'interfaces', 'eth0', 'addresses')
  const node = at('nodes', 'red')

  it('a field has those about its value and what it holds', () => {
    expect(problemsAt([address, list, node], ['nodes', 'red', 'interfaces', 'eth0', 'addresses'])).toEqual([address, list])
    expect(problemsAt([address, list, node], ['nodes', 'red', 'interfaces', 'eth0', 'addresses', 0])).toEqual([address])
  })

  it('a name that begins like another is another', () => {
    expect(isUnder(['nodes', 'red2'], ['nodes', 'red'])).toBe(false)
  })

  it('none is lost: each is beside a field or at the head', () => {
    const path = fc.array(fc.constantFrom('nodes', 'red', 'blue', 'routes', 0, 1), { maxLength: 4 })
    fc.assert(
      fc.property(fc.array(path), fc.array(path), (paths, claimed) => {
        const all = paths.map((one) => at(...one))
        const head = unclaimed(all, claimed)
        for (const one of all) {
          const beside = claimed.some((claim) => problemsAt(all, claim).includes(one))
          expect(beside).toBe(!head.includes(one))
        }
      }),
    )
  })
})
