import { expect, it } from 'vitest'
import { elementUnder } from './elementUnder'

/** A card with one row, each with its marks. */
function row(card: string, marks: string): Element {
  document.body.innerHTML = `<div data-element="node/red" ${card}><div class="nl-row" data-element="interface/red/eth0" ${marks}><i></i></div></div>`
  return document.querySelector('i') ?? document.body
}

it('is the card of a row, also of a row that is not ours or about to go', () => {
  for (const marks of ['', 'data-foreign="true"', 'data-ghost="true"'])
    expect(elementUnder(row('', marks))).toEqual({ kind: 'node', node: 'red' })
})

it('is nothing on a card that is not ours or about to go', () => {
  for (const card of ['data-foreign="true"', 'data-ghost="true"'])
    for (const marks of ['', 'data-foreign="true"', 'data-ghost="true"']) expect(elementUnder(row(card, marks))).toBeUndefined()
})

it('is the line or the rule that carries the mark', () => {
  document.body.innerHTML = '<i data-element="link/red.eth0--blue.eth0"></i><b data-element="nat/red/2"></b><u></u>'
  const at = (tag: string) => elementUnder(document.querySelector(tag) ?? document.body)
  expect(at('i')).toEqual({ kind: 'link', link: 'red.eth0--blue.eth0' })
  expect(at('b')).toEqual({ kind: 'nat', node: 'red', index: 2 })
  expect(at('u')).toBeUndefined()
})
