import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { counted, expectCases } from '../../test/figures'
import { figureTable, readFigures } from './figures'

describe('the figures of a test run', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-figures-'))
    file = join(folder, 'figures')
    vi.stubEnv('NETLOOM_FIGURES', file)
  })

  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  it('count what held, what did not, and what never ran', async () => {
    expectCases('faults caused', ['torn journal', 'full disk', 'killed'])
    await counted('faults caused', 'torn journal', () => undefined)
    await expect(counted('faults caused', 'killed', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(readFigures(file)).toEqual([{ name: 'faults caused', held: 1, of: 3 }])
  })

  it('count a case of several reports once, and only when all of them held', async () => {
    await counted('crash matrix', 'route-add', () => undefined)
    await expect(counted('crash matrix', 'route-add', () => Promise.reject(new Error()))).rejects.toThrow()
    await counted('crash matrix', 'route-add', () => undefined)
    await counted('crash matrix', 'netns-add', () => undefined)
    await counted('crash matrix', 'netns-add', () => undefined)
    expect(readFigures(file)).toEqual([{ name: 'crash matrix', held: 1, of: 2 }])
  })

  it('are a table with a line each', () => {
    const figures = [
      { name: 'hostile inputs refused', held: 97, of: 97 },
      { name: 'faults caused', held: 19, of: 20 },
    ]
    expect(figureTable(figures)).toBe('faults caused           19 of 20\nhostile inputs refused  97 of 97\n')
  })

  it('are none where no test counted', () => {
    expect(readFigures(file)).toEqual([])
    expect(figureTable([])).toBe('')
  })
})
