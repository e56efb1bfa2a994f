import type { AppliedRun } from '../../core/protocol/applied-runs'
import type { Locale } from '../../core/text/locale'
import type { Translated } from '../i18n/dictionary'
import { useLocale } from '../state/viewStore'
import { logEn } from './log.en'
import { logZh } from './log.zh'

export type LogText = Translated<typeof logEn>

/** They come with the panel, which is fetched when it is wanted. */
const texts: Record<Locale, LogText> = { en: logEn, zh: logZh }

export function useLogText(): LogText {
  return texts[useLocale()]
}

/** Browsers sign with their session: `session ID` in a sandbox's log, `web, ID` in this computer's. Who is at a terminal, with their name. */
const SESSION = /^(?:session |web, )(.+)$/

/** Who it was, in words. `you`: this browser's session. */
export function whoText({ actor }: Pick<AppliedRun, 'actor'>, you: string, t: LogText): string {
  const session = SESSION.exec(actor)?.[1]
  if (session === undefined) return t.user(actor)
  return session === you ? t.you : t.browser(session)
}

/** What the outcome means. */
export function meaningText({ outcome, machine, error }: AppliedRun, t: LogText): string {
  if (outcome === 'destroyed' && machine === 'sandbox') return t.meaning.sandboxEnded
  if (outcome === 'put-back' && error !== undefined) return t.meaning.stepFailed
  return t.meaning[outcome]
}
