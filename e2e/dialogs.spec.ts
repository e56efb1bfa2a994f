import { historyEn } from '../components/history/history.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { seriousInBoth } from './accessibility'
import { expect, test } from './fixtures'

const DIALOG = '[role=dialog]'
const MENU = '[role=menu]'
const PANEL = '[role=tabpanel]'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('axe finds nothing serious in what the gallery asks, dark or light', async ({ page, openLab, server }) => {
  test.setTimeout(120_000)
  const { lab } = await openLab(page, 'two-namespaces')
  await page.goto(`${server.origin}/`)
  const t = shellEn.gallery
  await page.getByRole('button', { name: t.newLab }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await seriousInBoth(page, DIALOG), 'new lab').toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: shellEn.bar.menu }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  expect(await seriousInBoth(page, MENU), 'menu of the page').toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: t.open(lab), exact: true }).hover()
  await page.getByRole('button', { name: t.more(lab), exact: true }).click()
  await page.getByRole('menuitem', { name: t.remove }).click()
  await expect(page.getByRole('dialog', { name: t.removeTitle(lab) })).toBeVisible()
  expect(await seriousInBoth(page, DIALOG), 'delete').toEqual([])
})

test('axe finds nothing serious in what the editor asks and lists, dark or light', async ({ page, openLab }) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'two-namespaces')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: shellEn.shortcuts.title })).toBeVisible()
  expect(await seriousInBoth(page, DIALOG), 'shortcuts').toEqual([])
  await page.keyboard.press('Escape')

  await sheet.node('ns1').locator('.nl-name').first().click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  expect(await seriousInBoth(page, MENU), 'menu of a node').toEqual([])
  await page.keyboard.press('Escape')

  await sheet.openDrawer(panelsEn.drawer.script)
  const script = page.getByRole('tabpanel', { name: panelsEn.drawer.script })
  for (const format of [panelsEn.script.yaml, panelsEn.script.picture]) {
    await script.getByRole('radio', { name: format }).click()
    expect(await seriousInBoth(page, PANEL), format).toEqual([])
  }

  await sheet.applyAndSettle()
  await sheet.openDrawer(shellEn.actions.showHistory)
  await page.getByRole('listbox', { name: historyEn.list }).getByRole('option').first().click()
  expect(await seriousInBoth(page, PANEL), 'history').toEqual([])

  await page.getByRole('button', { name: shellEn.bar.menu }).click()
  await page.getByRole('menuitem', { name: shellEn.actions.destroy }).click()
  await expect(page.getByRole('dialog', { name: shellEn.destroy.title })).toBeVisible()
  expect(await seriousInBoth(page, DIALOG), 'destroy').toEqual([])
})
