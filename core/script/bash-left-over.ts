import { HOST } from '../lab/ids'
import type { Op } from '../plan/ops'
import { shellWord } from './shell'

/** A line that runs `ip` in a namespace that stays; what is not there (any more) needs no removing. */
export function gone(netns: string, words: string): string {
  return `  ip ${netns === HOST ? '' : `-n ${shellWord(netns)} `}${words} 2>/dev/null || true`
}

/** The line that takes away a route that no link takes along. */
export function routeDown({ netns, family, to, via, dev }: Extract<Op, { op: 'route-add' }>): string {
  const way = `${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${shellWord(dev)}`}`
  return gone(netns, `-${family} route delete ${to}${way}`)
}
