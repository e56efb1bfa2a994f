import type { Translated } from './dictionary'
import type { sessionEn } from './session.en'

/** The browser's session with the server, Simplified Chinese. */
export const sessionZh: Translated<typeof sessionEn> = {
  end: '结束此会话',
}
