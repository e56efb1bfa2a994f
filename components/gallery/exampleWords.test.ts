import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { descriptionOf, examplesText, exampleTitle, needsHost } from './exampleWords'

const folder = join(import.meta.dirname, '..', '..', 'labs')
const examples: Lab[] = readdirSync(folder).flatMap((file) => parseLabFile(readFileSync(join(folder, file), 'utf8')).lab ?? [])

describe('the words of the examples', () => {
  it('are there for every example, and only for those', () => {
    expect(Object.keys(examplesText.en.labs).sort()).toEqual(examples.map(({ name }) => name).sort())
  })

  it('are in English what the file says, and in Chinese Chinese', () => {
    for (const example of examples) {
      expect(descriptionOf(example, 'en'), example.name).toBe(example.description)
      expect(descriptionOf(example, 'zh'), example.name).toMatch(/\p{Script=Han}/u)
      expect(exampleTitle(example.name, 'zh'), example.name).toMatch(/\p{Script=Han}|pipework/u)
    }
  })

  it('leave a description that was changed as it is', () => {
    expect(descriptionOf({ description: 'My own words' }, 'zh')).toBe('My own words')
    expect(exampleTitle('constructor', 'en')).toBeUndefined()
  })

  it('say of those with a container or a network card that they need this computer', () => {
    const needing = examples.filter((lab) => needsHost({ preview: lab })).map(({ name }) => name)
    expect(needing.sort()).toEqual(['container-attach', 'nic-to-bridge', 'pipework'])
  })
})
