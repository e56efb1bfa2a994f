import { expect, it } from 'vitest'
import { OFFLINE } from '../state/socket'
import { errorText } from './errorText'
import { loadText, textOf } from './text'

it('says in the reader’s language that nobody answered, and hands on what the system said', async () => {
  await loadText('zh')
  for (const locale of ['en', 'zh'] as const) {
    const t = textOf(locale)
    expect(errorText({ code: 'failed', text: OFFLINE }, t)).toBe(t.shell.connection.noAnswer)
    expect(errorText({ code: 'store-failed', text: 'ENOSPC: no space left on device' }, t)).toBe(
      'ENOSPC: no space left on device',
    )
    expect(errorText({ code: 'too-fast' }, t)).toBe('too-fast')
  }
})
