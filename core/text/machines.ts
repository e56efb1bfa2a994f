import type { Locale } from './locale'
import { type MachineProblemCode, machinesEn } from './machines.en'
import { machinesZh } from './machines.zh'

/** What is wrong with a machine; the words come from `describeMachineProblem`, in the reader's language. */
export interface MachineProblem {
  code: MachineProblemCode
  params: Record<string, string | number>
}

/** The problem in words, and what to do about it. */
export function describeMachineProblem(problem: MachineProblem, locale: Locale): { message: string; suggestion: string } {
  const words = (locale === 'zh' ? machinesZh : machinesEn)[problem.code]
  return { message: words.message(problem.params), suggestion: words.suggestion(problem.params) }
}
