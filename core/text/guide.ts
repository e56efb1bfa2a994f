import type { Why } from '../guide/check'
import { guideWhyEn } from './guide.en'
import { guideWhyZh } from './guide.zh'
import type { Locale } from './locale'
import { describeStop } from './reach'

/** Why a step is not done yet, and, where it is known, what the kernel’s tables say about the packet. */
export function describeWhy(why: Why, locale: Locale): { message: string; cause?: string } {
  const message = (locale === 'zh' ? guideWhyZh : guideWhyEn)[why.code](why.params)
  return why.stop ? { message, cause: describeStop(why.stop, locale).message } : { message }
}
