import type { Loss } from '../plan/losses'
import type { Locale } from './locale'
import { lossesEn } from './losses.en'
import { lossesZh } from './losses.zh'

/** A title and a line for each thing that would not come back exactly; undefined where there is none. */
export function describeLosses(losses: readonly Loss[], locale: Locale): { title: string; lines: string[] } | undefined {
  if (losses.length === 0) return undefined
  const text = locale === 'zh' ? lossesZh : lossesEn
  return { title: text.title, lines: losses.map((loss) => text.losses[loss]) }
}
