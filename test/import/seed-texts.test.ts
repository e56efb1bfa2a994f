import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkLab } from '../../core/check/check'
import { importScript } from '../../core/script/import/import-script'
import { describeFinding } from '../../core/text/import'
import { LOCALES } from '../../core/text/locale'
import { TEXTS } from './seed-texts'

/**
 * The notes that the project began with, imported as they are. They are not ours to publish, so they lie in a folder of whoever runs this,
 * which NETLOOM_SEED_TEXTS names; without it these tests are skipped. What they come to is written here in our own words.
 */
const folder = process.env.NETLOOM_SEED_TEXTS
const title = folder === undefined ? 'the first notes (skipped: NETLOOM_SEED_TEXTS names no folder)' : 'the first notes'

function textOf(number: string): string {
  const name = readdirSync(folder ?? '').find((file) => file.startsWith(`${number}_`))
  if (name === undefined) throw new Error(`there is no text ${number} in ${folder}`)
  return readFileSync(join(folder ?? '', name), 'utf8')
}

describe.skipIf(folder === undefined)(title, () => {
  test.each(TEXTS)('$number: $about', ({ number, nodes, links }) => {
    const { lab } = importScript(textOf(number), 'notes')
    expect(lab.nodes).toEqual(nodes)
    expect(Object.values(lab.links).map(({ endpoints }) => endpoints.join(' '))).toEqual(links)
    expect(checkLab(lab).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test.each(TEXTS)('$number has each of its mistakes told at its line, with a suggestion', ({ number, findings }) => {
    const told = importScript(textOf(number), 'notes').findings
    expect(told.map(({ line, severity, code }) => `${line} ${severity} ${code}`)).toEqual(findings)
    for (const finding of told)
      for (const locale of LOCALES)
        for (const words of Object.values(describeFinding(finding, locale))) expect(words).toMatch(/^(?!.*undefined).{4,}$/s)
  })
})
