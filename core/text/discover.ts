import type { DiscoverFinding } from '../discover/finding'
import { type DiscoverCode, discoverEn } from './discover.en'
import { discoverZh } from './discover.zh'
import { describeFinding } from './import'
import type { Locale } from './locale'

function isDiscoverCode(code: DiscoverFinding['code']): code is DiscoverCode {
  return Object.hasOwn(discoverEn, code)
}

/** The words of a finding about a machine: what a lab does not show as it is, and what to make of that. */
export function describeDiscovery(
  { code, params }: Pick<DiscoverFinding, 'code' | 'params'>,
  locale: Locale,
): { message: string; suggestion: string } {
  if (!isDiscoverCode(code)) return describeFinding({ code, params }, locale)
  const words = (locale === 'zh' ? discoverZh : discoverEn)[code]
  return { message: words.message(params), suggestion: words.suggestion(params) }
}
