import { describe, expect, it } from 'vitest'
import { loadText, textOf } from './text'

/** Every text with the path to it; a sentence with parts is called with stand-ins. */
function sentences(words: object, path: string[] = []): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) => {
    const here = [...path, key]
    if (typeof value === 'string') return [[here.join('.'), value] as [string, string]]
    if (typeof value === 'function') {
      const parts = Array.from({ length: value.length }, (_, at) => at + 2)
      return [[here.join('.'), String(value(...parts))] as [string, string]]
    }
    return sentences(value, here)
  })
}

describe('the texts of the page', () => {
  it('come in Chinese once that has been fetched', async () => {
    await loadText('zh')
    const en = sentences(textOf('en'))
    const zh = sentences(textOf('zh'))
    expect(zh.map(([path]) => path).sort()).toEqual(en.map(([path]) => path).sort())
  })

  it('leave nothing in English but names, commands and the languages’ own names', async () => {
    await loadText('zh')
    const names = /^(Netloom|Ping|Docker|Podman|English|Language: English)$/
    const untranslated = sentences(textOf('zh')).filter(
      ([, text]) => !/\p{Script=Han}/u.test(text) && /[a-z]{3,}/.test(text) && !names.test(text),
    )
    expect(untranslated).toEqual([])
  })

  it('are never empty and never carry an undefined part', async () => {
    await loadText('zh')
    for (const locale of ['en', 'zh'] as const) {
      for (const [path, text] of sentences(textOf(locale))) {
        expect(text.trim(), path).not.toBe('')
        expect(text, path).not.toMatch(/undefined|NaN|\[object/)
      }
    }
  })
})
