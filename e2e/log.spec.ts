import { userInfo } from 'node:os'
import { shellEn } from '../components/i18n/shell.en'
import { logEn } from '../components/log/log.en'
import { serious } from './accessibility'
import { applyHere, chooseHost, test as computerTest } from './computer'
import { expect, test } from './fixtures'
import { Sheet } from './sheet'

test('the log says who applied what, when, with the commands, and how that ended', async ({
  openLab,
  page: drawing,
  context,
  server,
}) => {
  const sheet = await openLab(drawing, 'two-namespaces')
  // A second window, for an apply brings the plan to the front of the first.
  const page = await context.newPage()
  const looking = await Sheet.join(page, sheet)
  const panel = page.getByRole('tabpanel', { name: shellEn.actions.showLog })
  const list = panel.getByRole('listbox', { name: logEn.list })
  const detail = panel.getByRole('region', { name: logEn.commands })

  await test.step('nothing yet', async () => {
    await looking.openDrawer(shellEn.actions.showLog)
    await expect(panel).toContainText(logEn.empty)
    expect(await serious(page)).toEqual([])
  })

  await test.step('an apply is there without asking', async () => {
    await sheet.apply.click()
    await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
    const row = list.getByRole('option')
    await expect(row).toHaveCount(1)
    await expect(row).toContainText(`${logEn.outcome.applied} · `)
    await expect(row).toContainText(`${logEn.machines.sandbox} · ${logEn.you}`)
  })

  await test.step('the keyboard opens it: its commands, to be read and copied', async () => {
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await expect(panel.getByRole('heading', { name: logEn.outcome.applied })).toBeVisible()
    await expect(panel).toContainText(logEn.meaning.applied)
    await expect(detail).toContainText('ip netns add ns1')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await panel.getByRole('button', { name: logEn.copy }).click()
    await expect(panel.getByRole('button', { name: logEn.copied })).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('ip netns add ns1')
    expect(await serious(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await serious(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('what is done at the command line is there, too', async () => {
    expect((await server.cli('destroy', sheet.lab)).code).toBe(0)
    await panel.getByRole('button', { name: logEn.again }).click()
    await expect(list.getByRole('option')).toHaveCount(2)
    const first = list.getByRole('option').first()
    await expect(first).toContainText(logEn.outcome.destroyed)
    await expect(first).toContainText(logEn.user(userInfo().username))
    await first.click()
    await expect(panel).toContainText(logEn.meaning.sandboxEnded)
  })
})

computerTest('the log of what was done to this computer itself is read by its agent', async ({ page, computer: { server } }) => {
  computerTest.setTimeout(120_000)
  const sheet = await Sheet.open(page, server, 'two-namespaces')
  await chooseHost(page)
  await applyHere(sheet)
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
  await sheet.openDrawer(shellEn.actions.showLog)
  const panel = page.getByRole('tabpanel', { name: shellEn.actions.showLog })
  const row = panel.getByRole('option')
  await expect(row).toContainText(`${logEn.machines.host} · ${logEn.you}`)
  await row.click()
  await expect(panel.getByRole('region', { name: logEn.commands })).toContainText('ip netns add ns1')
  expect(await serious(page)).toEqual([])
})
