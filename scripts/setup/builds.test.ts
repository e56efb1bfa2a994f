import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../server/labs/testing'
import { buildsOf, isFresh } from './builds.mjs'

it('pages in a folder of their own are fresh by what that folder was built from, whatever another one has', async () => {
  const root = await temporaryFolder()
  const stamps = new Map<string, string>()
  const build = async (pages: string, sources: string) => {
    await mkdir(join(root, pages), { recursive: true })
    await writeFile(join(root, pages, 'BUILD_ID'), sources)
    stamps.set(buildsOf(root, pages).pages.stamp, sources)
  }
  const fresh = (pages: string, sources: string) =>
    isFresh(buildsOf(root, pages).pages, sources, (stamp, fingerprint) => stamps.get(stamp) === fingerprint)
  await build('.next-a', 'old')
  await build('.next', 'new')
  expect(fresh('.next', 'new')).toBe(true)
  expect(fresh('.next-a', 'new')).toBe(false)
  expect(fresh('.next-a', 'old')).toBe(true)
  expect(fresh('../elsewhere', 'new')).toBe(false)
})

it('the server’s side is not the pages’', async () => {
  const { server, pages } = buildsOf(await temporaryFolder(), '.next')
  expect(server.stamp).not.toBe(pages.stamp)
  expect(isFresh(server, 'any', () => true)).toBe(false)
})
