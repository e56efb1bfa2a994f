import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkLab } from '../../core/check/check'
import { importScript } from '../../core/script/import/import-script'
import { describeFinding } from '../../core/text/import'
import { LOCALES } from '../../core/text/locale'
import { APPLIED, REPORTED } from './expected'

const FOLDER = join(import.meta.dirname, 'scripts')
const ALL = [...APPLIED, ...REPORTED]

describe('scripts of many styles', () => {
  test('are at least thirty, and none lies there without saying what it must come to', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(ALL.map(({ file }) => file).sort())
    expect(ALL.length).toBeGreaterThanOrEqual(30)
  })

  test.each(ALL)('$file gets the findings that it deserves, at their lines', ({ file, findings = [] }) => {
    const imported = importScript(readFileSync(join(FOLDER, file), 'utf8'), 'demo')
    const told = imported.findings.filter(({ severity }) => severity !== 'info')
    expect(told.map(({ line, code }) => `${line} ${code}`)).toEqual(findings)
    for (const locale of LOCALES)
      for (const finding of imported.findings)
        expect(Object.values(describeFinding(finding, locale)).join(' ')).not.toMatch(/undefined|\[object/)
  })

  test.each(APPLIED)('$file comes to a lab that the checks let through', ({ file }) => {
    const { lab } = importScript(readFileSync(join(FOLDER, file), 'utf8'), 'demo')
    expect(checkLab(lab).filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
