import type { Difference } from '../history/difference'
import type { ElementRef } from '../lab/element'
import { type HistoryText, historyEn } from './history.en'
import { historyZh } from './history.zh'
import type { Locale } from './locale'

const LISTS = new Set(['addresses', 'routes', 'nat', 'neighbours'])
/** What a value of these begins with says what it is by itself. */
const SPEAK_FOR_THEMSELVES = new Set(['type', 'action', 'to', 'address', 'interface'])

/** The words about versions in one language. */
export function historyText(locale: Locale): HistoryText {
  return locale === 'zh' ? historyZh : historyEn
}

/** One difference between two versions in a sentence that names the element. */
export function describeDifference(difference: Difference, locale: Locale): string {
  const words = historyText(locale)
  const what = nameOf(difference.element, difference.ends, words)
  switch (difference.change) {
    case 'added':
      return words.added(what)
    case 'removed':
      return words.removed(what)
    case 'renamed':
      return words.renamed(what, difference.from)
    case 'placed':
      return words.placed(what)
    case 'reordered':
      return words.reordered(what, fieldName(difference.field, words))
    case 'value':
      return describeValue(what, difference, words)
  }
}

/** The element as a sentence names it: `eth0 in red`. `ends` are a link's. */
export function nameOf(element: ElementRef, ends: string | undefined, words: HistoryText): string {
  switch (element.kind) {
    case 'lab':
      return words.lab
    case 'interface':
      return words.inNode(element.name, element.node)
    case 'link':
      return words.link(ends ?? element.link)
    case 'node':
    case 'route':
    case 'nat':
      return element.node
  }
}

function describeValue(what: string, difference: Extract<Difference, { change: 'value' }>, words: HistoryText): string {
  const { field, from, to } = difference
  const name = fieldName(field, words)
  const text = (value: unknown) => (field === 'up' ? (value ? words.up : words.down) : valueText(value, words))
  const list = (LISTS.has(field) || field.endsWith('.rules')) && !Array.isArray(to ?? from)
  if (from === undefined) return (list ? words.itemAdded : words.valueSet)(what, name, text(to))
  if (to === undefined) return (list ? words.itemRemoved : words.valueUnset)(what, name, text(from))
  return words.value(what, name, text(from), text(to))
}

function fieldName(field: string, words: HistoryText): string {
  if (isKnown(field, words.fields)) return words.fields[field]
  const [top, chain = '', last] = field.split('.')
  if (top !== 'filter') return field
  return last === 'policy' ? words.chainPolicy(chain) : words.chainRule(chain)
}

function isKnown<T extends object>(key: string, map: T): key is string & keyof T {
  return Object.hasOwn(map, key)
}

/** `default via 10.0.0.1 dev eth0`: values with their keys, as the tools write them. */
function valueText(value: unknown, words: HistoryText): string {
  if (typeof value === 'boolean') return value ? words.on : words.off
  if (Array.isArray(value) && value.length === 0) return '[]'
  if (Array.isArray(value)) return value.map((item) => valueText(item, words)).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([key, one], at) =>
      at === 0 && SPEAK_FOR_THEMSELVES.has(key) ? valueText(one, words) : `${key} ${valueText(one, words)}`,
    )
    .join(' ')
}
