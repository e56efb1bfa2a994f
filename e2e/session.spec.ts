import { sessionEn } from '../components/i18n/session.en'
import { shellEn } from '../components/i18n/shell.en'
import { doorEn } from '../server/web/door.en'
import { expect, test } from './fixtures'
import { Server } from './server'
import { Sheet } from './sheet'

test('a session that is ended in one window is over in all of them, and its cookie opens nothing any more', async ({
  browser,
  contextOptions,
}) => {
  // A server of its own: the other tests go on in the session that they share.
  const server = await Server.start()
  const context = await browser.newContext(contextOptions)
  const [page, other, gallery] = [await context.newPage(), await context.newPage(), await context.newPage()]
  await page.goto(server.entry)
  const sheet = await Sheet.open(page, server, 'two-namespaces')
  await Sheet.join(other, sheet)
  await gallery.goto(server.origin)
  await expect(gallery.getByRole('link', { name: sheet.lab, exact: false }).first()).toBeVisible()
  const storageState = await context.storageState()
  expect(storageState.cookies).toHaveLength(1)

  await test.step('the window where that was asked for says how to come back', async () => {
    await page.getByRole('button', { name: shellEn.bar.menu, exact: true }).click()
    await page.getByRole('menuitem', { name: sessionEn.end }).click()
    await expect(page.getByRole('heading', { name: doorEn.title })).toBeVisible()
    await expect(page.getByText(doorEn.how)).toBeVisible()
  })

  await test.step('the other windows are told without having asked', async () => {
    await expect(other.getByText(shellEn.connection.refused)).toBeVisible()
    await expect(gallery.getByText(shellEn.connection.refused)).toBeVisible()
  })

  await test.step('the cookie is refused wherever it comes from', async () => {
    const copy = await browser.newContext({ ...contextOptions, storageState })
    const reply = await (await copy.newPage()).goto(`${server.origin}/lab/${sheet.lab}`)
    expect(reply?.status()).toBe(401)
    await copy.close()
    await other.reload()
    await expect(other.getByRole('heading', { name: doorEn.title })).toBeVisible()
  })

  await context.close()
  await server.stop()
})
