import { expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { present } from './present'

const lab: Lab = {
  netloom: 1,
  name: 'one',
  nodes: { red: { kind: 'namespace' } },
  links: { a: { endpoints: ['red:eth0', 'host:veth-red'] } },
  layout: {},
}

it('keeps of a selection what is still drawn', () => {
  expect(
    present(lab, [
      { kind: 'lab' },
      { kind: 'node', node: 'red' },
      { kind: 'node', node: 'gone' },
      { kind: 'interface', node: 'gone', name: 'eth0' },
      { kind: 'link', link: 'a' },
      { kind: 'link', link: 'b' },
    ]),
  ).toEqual([{ kind: 'lab' }, { kind: 'node', node: 'red' }, { kind: 'link', link: 'a' }])
})
