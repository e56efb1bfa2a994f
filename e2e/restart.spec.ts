import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { caused } from '../test/kernel/faults'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

test('the server is killed and started again: nothing that was acknowledged is lost, and what runs lives on', async ({
  page,
  openLab,
  server,
}) => {
  test.setTimeout(150_000)
  const sheet = await openLab(page, 'two-namespaces')
  const { lab } = sheet
  await sheet.applyAndSettle()
  const before = await server.ip(lab, 'ns1', 'link')

  await test.step('it is killed as a crash would, in the middle of a burst of edits', async () => {
    await saved(sheet)
    for (let presses = 0; presses < 8; presses++) await page.keyboard.press('n')
    await server.kill()
    await expect(page.getByText(shellEn.connection.reconnecting)).toBeVisible()
  })

  await test.step('what runs lives on without it', async () => {
    expect(await server.ip(lab, 'ns1', 'link')).toEqual(before)
    const ran = await server.cli('ping', lab, 'ns1', 'ns2', '-c', '1')
    expect(ran.code, ran.stderr).toBe(0)
  })

  await test.step('an edit that is made meanwhile is shown, and said not to be saved', async () => {
    await page.keyboard.press('b')
    await expect(sheet.node('br0')).toBeVisible()
    await expect(page.getByText(/not saved yet/)).toBeVisible()
  })

  const back = async () => {
    await server.up()
    await expect(page.getByText(shellEn.connection.reconnecting)).toHaveCount(0, { timeout: 20_000 })
    await saved(sheet)
    for (let at = 3; at <= 10; at++) await expect(sheet.node(`ns${at}`)).toBeVisible()
    await expect(sheet.node('ns11')).toHaveCount(0)
    // Acknowledged edits are in the journal at once; the file that people read follows.
    const file = () => readFile(join(server.home, 'labs', `${lab}.netloom.yaml`), 'utf8')
    await expect.poll(file).toMatch(/^ {2}br0:$/m)
    expect((await file()).match(/^ {2}ns\d+:$/gm)).toHaveLength(10)
  }
  await test.step('it is started again: the page comes back by itself and sends what it has', () =>
    caused('web process killed', back))

  await test.step('it has found the sandbox again, and the page goes on with it', async () => {
    await expect(page.getByTestId('machine')).not.toContainText(shellEn.bar.machine.stopped)
    await sheet.ping('ns1', 'ns2')
    const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
    expect(await server.ip(lab, 'ns1', 'link')).toEqual(before)
    await sheet.applyAndSettle()
    expect(await server.ip(lab, 'ns10', 'link')).toHaveLength(1)
  })

  await test.step('a page that is loaded again shows the same', async () => {
    await page.reload()
    for (const name of ['ns1', 'ns10', 'br0']) await expect(sheet.node(name)).toBeVisible()
    await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
  })
})

/** Waits until the page has nothing left to send. */
async function saved(sheet: Sheet): Promise<void> {
  await expect(sheet.page.getByText(shellEn.sync.saving)).toHaveCount(0)
  await expect(sheet.page.getByText(/not saved yet/)).toHaveCount(0)
}
