import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { equalJson } from '../edit/json'
import { parseLabFile, writeLabFile } from './file'
import type { Lab } from './schema'

vi.setConfig({ testTimeout: 120_000 })

interface Commented {
  text: string
  /** Comments by what they stand at: `nodes/red`, `links`, the top. */
  comments: { at: string; comment: string }[]
}

/** Writes a comment above or behind lines of a text that has none, as people do. */
function commented(text: string, where: readonly number[]): Commented {
  const comments: Commented['comments'] = []
  let [top, name] = ['', '']
  const lines = text.trimEnd().split('\n')
  const written = lines.map((line, index) => {
    const [, key = ''] = /^(\S+):/.exec(line) ?? []
    const [, inner = ''] = /^ {2}"?([^\s"]+?)"?:/.exec(line) ?? []
    if (key) [top, name] = [key, '']
    else if (inner) name = inner
    const way = where[index % where.length] ?? 0
    if (way === 0) return line
    const comment = `# note ${index}`
    comments.push({ at: top === 'nodes' && name ? `nodes/${name}` : top, comment })
    return way === 1 ? `${line} ${comment}` : `${' '.repeat(line.length - line.trimStart().length)}${comment}\n${line}`
  })
  return { text: `${written.join('\n')}\n`, comments }
}

const where = fc.array(
  fc.nat({ max: 3 }).map((way) => Math.min(way, 2)),
  { minLength: 1, maxLength: 40 },
)

function labOf(text: string): Lab {
  const { lab, diagnostics } = parseLabFile(text)
  if (!lab) throw new Error(`${JSON.stringify(diagnostics)}\n${text}`)
  return lab
}

it('a file keeps every comment that stands at something that an edit does not change', () => {
  let survived = 0
  fc.assert(
    fc.property(arbitraryLab(), arbitraryLab(), fc.nat(), where, (lab, other, pick, places) => {
      const { text, comments } = commented(writeLabFile(lab), places)
      expect(equalJson(labOf(text), lab)).toBe(true)
      // One node is as in the other lab: changed in any way, added or taken away with its links.
      const names = [...new Set([...Object.keys(lab.nodes), ...Object.keys(other.nodes)])].filter((name) => name !== 'host')
      const name = names[pick % Math.max(1, names.length)] ?? 'none'
      const { [name]: _, ...rest } = lab.nodes
      const node = other.nodes[name]
      const links = Object.entries(lab.links).filter(
        ([, { endpoints }]) => node || !endpoints.some((end) => end.startsWith(`${name}:`)),
      )
      const edited = { ...lab, nodes: node ? { ...lab.nodes, [name]: node } : rest, links: Object.fromEntries(links) }
      const written = writeLabFile(edited, text)
      expect(equalJson(labOf(written), edited)).toBe(true)
      for (const { at, comment } of comments) {
        if (at === `nodes/${name}` || (at === 'links' && !node)) continue
        survived++
        expect(
          written.split('\n').filter((line) => line.endsWith(comment)),
          `${at} ${comment}\n${text}\n=>\n${written}`,
        ).toHaveLength(1)
      }
    }),
    { numRuns: 300 },
  )
  expect(survived).toBeGreaterThan(300)
})
