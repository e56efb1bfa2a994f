import { expect, it } from 'vitest'
import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { present } from './present'

const lab: Lab = {
  netloom: 1,
  name: 'one',
  nodes: {
    red: { kind: 'namespace', nat: [{ type: 'masquerade', out: 'eth0' }] },
    br: { kind: 'bridge' },
  },
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

it('keeps an interface and a rule only as long as they themselves are there', () => {
  const there: ElementRef[] = [
    { kind: 'interface', node: 'red', name: 'eth0' },
    { kind: 'interface', node: 'red', name: 'lo' },
    { kind: 'interface', node: 'br', name: 'br' },
    { kind: 'nat', node: 'red', index: 0 },
    { kind: 'route', node: 'red', index: 7 },
  ]
  const gone: ElementRef[] = [
    { kind: 'interface', node: 'red', name: 'docker0' },
    { kind: 'interface', node: 'br', name: 'lo' },
    { kind: 'nat', node: 'red', index: 1 },
    { kind: 'nat', node: 'br', index: 0 },
  ]
  expect(present(lab, [...there, ...gone])).toEqual(there)
})
