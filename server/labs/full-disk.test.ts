import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryFolder } from './testing'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const editor = fileURLToPath(new URL('./full-disk-editor.ts', import.meta.url))

it('a full disk refuses edits, loses none that was acknowledged and no version of them, and is left behind when there is room', async () => {
  const home = await temporaryFolder()
  // The small disk is in a mount namespace of its own, so it ends with its process.
  const script = 'mount -t tmpfs -o size=600k small "$0" && exec "$@" "$0"'
  const { stdout } = await promisify(execFile)('unshare', [
    ...['--user', '--map-root-user', '--mount', 'sh', '-c', script, home],
    ...[process.execPath, '--import', tsx, editor],
  ])
  const told = JSON.parse(stdout)
  const kept = ['host', ...told.acknowledged]
  expect(told.acknowledged.length).toBeGreaterThan(10)
  expect(told.refused).toEqual(Array(5).fill('store-failed'))
  expect(told.warned).toBe(true)
  expect(told.whenFull).toEqual(kept.slice(0, -1))
  expect(told.nodes).toEqual(kept)
  expect(told.versions).toEqual(kept.map((_, index) => kept.length - index))
}, 60_000)
