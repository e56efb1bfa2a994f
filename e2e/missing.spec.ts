import { shellEn } from '../components/i18n/shell.en'
import { expect, test } from './fixtures'

test('what opens is asked for while the server is gone: the page stays, with its unsent edits, and opens it later, by itself what is still wanted', async ({
  page,
  openLab,
  server,
}) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page)
  await expect(page.getByText(shellEn.sync.saving)).toHaveCount(0)
  await server.kill()
  await expect(page.getByText(shellEn.connection.reconnecting)).toBeVisible()
  await page.keyboard.press('n')
  await expect(sheet.node('ns1')).toBeVisible()
  // It is selected, and the inspector was not wanted before.
  await expect(page.getByText(shellEn.problem.crashTitle)).toBeVisible()

  for (const key of ['Control+k', '?']) {
    await page.keyboard.press(key)
    await expect(page.getByText(shellEn.problem.notFetched)).toBeVisible()
    await expect(sheet.node('ns1')).toBeVisible()
    await page.getByRole('button', { name: shellEn.refused.dismiss }).click()
    await expect(page.getByText(shellEn.problem.notFetched)).toHaveCount(0)
  }

  await server.up()
  await expect(page.getByText(shellEn.connection.reconnecting)).toHaveCount(0, { timeout: 20_000 })
  await expect(page.getByText(/not saved yet/)).toHaveCount(0)
  await expect(sheet.node('ns1')).toBeVisible()
  await expect(sheet.inspector).toBeVisible()
  await expect(page.getByText(shellEn.problem.crashTitle)).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: shellEn.shortcuts.title })).toBeVisible()
})
