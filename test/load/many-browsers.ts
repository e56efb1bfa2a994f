import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { equalJson } from '../../core/edit/json'
import { parseLabFile } from '../../core/lab/file'
import { Browser, enter } from '../../server/web/testing/harness'
import { Random } from '../fuzz/random'
import { Editor } from './editor'

/** Edits a second, of all browsers together. */
const EDITS_PER_SECOND = 50
/** What the server may hold more at the end than after the first quarter. */
const GROWTH_MB = 40

interface Held {
  megabytes: number
  descriptors: number
}

async function held(server: ChildProcess): Promise<Held> {
  const answer = once(server, 'message')
  server.send('what do you hold?')
  return (await answer)[0] as Held
}

/** One after the other: each takes back what the one before did. */
async function bigOnes(editor: Editor, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await editor.editBig()
}

/**
 * So many browsers edit one lab for so long, one of which does not read while another makes `bigEdits` of
 * 400 KB, which must be more than the kernel's own buffers hold. Fails when an edit is lost or a browser differs.
 */
export async function manyBrowsers(count: number, seconds: number, bigEdits: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'netloom-many-'))
  const server = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', 'test/load/site-process.ts', home], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const [{ port, links }] = (await once(server, 'message')) as [{ port: number; links: string[] }]
    const cookie = await enter({ port } as Parameters<typeof enter>[0], links[0] ?? '')
    const first = await Browser.connect(port, cookie)
    await first.ask('lab:create', { name: 'many' })
    const { revision: start } = await first.ask('lab:open', { lab: 'many' })
    const random = new Random(count)
    const editors = await Promise.all(
      Array.from({ length: count }, (_, at) => Editor.open(port, cookie, 'many', `b${at}`, new Random(at))),
    )
    const [slow, big, ...others] = editors as [Editor, Editor, ...Editor[]]

    slow.suspend(true)
    const pending = new Set<Promise<void>>()
    const track = (work: Promise<void>) => {
      const tracked = work.finally(() => pending.delete(tracked))
      pending.add(tracked)
    }
    let early: Held | undefined
    const begun = performance.now()
    let made = 0
    track(bigOnes(big, bigEdits).then(() => slow.suspend(false)))
    for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - begun) / 1000) {
      while (made < elapsed * EDITS_PER_SECOND) {
        track(random.pick(others).edit())
        made++
      }
      if (!early && elapsed > seconds / 4) early = await held(server)
      await delay(10)
    }
    await Promise.all(pending)

    const { lab, revision } = await first.ask('lab:open', { lab: 'many' })
    await expect.poll(() => editors.filter((editor) => editor.revision !== revision).length, { timeout: 30_000 }).toBe(0)
    const differ = editors.filter((editor) => !equalJson(editor.lab, lab))
    expect(differ).toEqual([])
    const accepted = editors.flatMap((editor) => editor.accepted).sort()
    expect(accepted.length).toBe(revision - start)
    expect(accepted.length).toBeGreaterThan(made / 3)
    // Each heard of every edit once, in order; the slow one was given the whole instead of some.
    for (const editor of [big, ...others])
      expect({ heard: editor.heard.toSorted(), gaps: editor.gaps }).toEqual({ heard: accepted, gaps: 0 })
    expect(slow.snapshots).toBeGreaterThan(0)
    expect(slow.heard.length).toBeLessThan(accepted.length)

    const late = await held(server)
    expect(late.megabytes).toBeLessThan((early?.megabytes ?? 0) + GROWTH_MB)
    for (const editor of editors) editor.browser.close()
    await expect
      .poll(async () => (await held(server)).descriptors, { timeout: 20_000 })
      .toBeLessThan(late.descriptors - count + 5)
    first.close()
    const ended = once(server, 'exit')
    server.disconnect()
    await ended
    const { lab: kept } = parseLabFile(readFileSync(join(home, 'labs', 'many.netloom.yaml'), 'utf8'))
    expect(equalJson(kept, lab)).toBe(true)
    process.stdout.write(
      `${count} browsers, ${seconds} s: ${made + bigEdits} edits sent, ${accepted.length} made, none lost; server ${early?.megabytes.toFixed(0)} to ${late.megabytes.toFixed(0)} MB\n`,
    )
  } finally {
    server.kill('SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
}
