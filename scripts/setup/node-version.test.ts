import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../../server/project'
import { inWords, isSupported } from './node-version.mjs'

interface Locked {
  optional?: boolean
  engines?: { node?: string }
}

const textOf = (name: string) => readFileSync(join(projectFolder, name), 'utf8')
const range: string = JSON.parse(textOf('package.json')).engines.node
const packages: Record<string, Locked> = JSON.parse(textOf('package-lock.json')).packages
const { '': ours, ...others } = packages

/** Every release of Node that could be meant, up to lines that are still to come. */
const versions = Array.from({ length: 15 }, (_, line) => line + 16).flatMap((major) =>
  Array.from({ length: 30 }, (_, minor) => `${major}.${minor}.0`),
)

describe('the versions of Node that Netloom says it needs', () => {
  it('are those that all its packages install on', () => {
    const needed = [...new Set(Object.values(others).flatMap(({ optional, engines }) => (optional ? [] : (engines?.node ?? []))))]
    expect(versions.filter((version) => isSupported(version, range))).toEqual(
      versions.filter((version) => needed.every((of) => isSupported(version, of))),
    )
  })

  it('are the same in the lockfile and in the README', () => {
    expect(ours?.engines?.node).toBe(range)
    expect(textOf('README.md')).toContain(`Linux with ${inWords(range)}.`)
  })
})

it.each([
  ['20.18.3', false],
  ['20.19.0', true],
  ['v20.20.2', true],
  ['21.7.3', false],
  ['22.12.0', false],
  ['22.13.1', true],
  ['23.11.0', false],
  ['24.0.0', true],
  ['31.4.0', true],
])('%s is in ^20.19.0 || ^22.13.0 || >=24.0.0: %s', (version, is) => {
  expect(isSupported(version, '^20.19.0 || ^22.13.0 || >=24.0.0')).toBe(is)
})

it('a range of another kind is not guessed at', () => {
  expect(() => isSupported('20.0.0', '>=18 <21')).toThrow('not a range')
})
