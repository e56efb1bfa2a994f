import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { historyEn } from '../components/history/history.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { commandsEn } from '../core/text/commands.en'
import { serious } from './accessibility'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

const fileOf = ({ server, lab }: Sheet) => join(server.home, 'labs', `${lab}.netloom.yaml`)

test('the history lists what was done, says what differs, and goes back by an edit that can be undone', async ({
  openLab,
  page,
}) => {
  const sheet = await openLab(page, 'red-blue-bridge')
  await sheet.select('red')
  await page.keyboard.press('Delete')
  await expect(sheet.node('red')).toHaveCount(0)
  await sheet.drop('namespace', { x: 500, y: 500 })
  await expect(sheet.node('ns1')).toBeVisible()
  await page.keyboard.press('Escape')
  await sheet.openDrawer(shellEn.actions.showHistory)
  const list = page.getByRole('listbox', { name: historyEn.list })
  await expect(list.getByRole('option')).toHaveCount(3)
  await expect(list.getByRole('option').first()).toContainText(commandsEn['add-namespace'])

  await test.step('by the keyboard: the arrows choose', async () => {
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const panel = page.getByRole('tabpanel')
    await expect(list.getByRole('option', { selected: true })).toContainText(commandsEn.remove)
    await expect(panel).toContainText('red removed')
    expect(await serious(page)).toEqual([])
  })

  await test.step('against now, and back', async () => {
    const panel = page.getByRole('tabpanel')
    await page.keyboard.press('End')
    await panel.getByRole('radio', { name: historyEn.current }).click()
    await expect(panel).toContainText('ns1 added')
    await panel.getByRole('button', { name: historyEn.restore }).click()
    await expect(sheet.node('red')).toBeVisible()
    await expect(sheet.node('ns1')).toHaveCount(0)
    await expect(panel).toContainText(historyEn.noneSince)
    await expect(list.getByRole('option').first()).toContainText(commandsEn.restore)
    await page.getByRole('button', { name: shellEn.actions.undo }).click()
    await expect(sheet.node('red')).toHaveCount(0)
    await expect(sheet.node('ns1')).toBeVisible()
  })
})

test('a lab file that somebody else changes is taken in, asked about, or left alone', async ({ openLab, page }) => {
  const sheet = await openLab(page, 'red-blue-bridge')
  const file = fileOf(sheet)
  const text = await readFile(file, 'utf8')
  const t = historyEn.outside
  const notice = page.getByRole('status').filter({ hasText: 'changed outside' })
  const addressOf = (yaml: string) => /192\.168\.15\.\d+\/24/.exec(yaml)?.[0] ?? ''
  const before = addressOf(text)
  expect(before).not.toBe('')

  await test.step('taken in, and told', async () => {
    await writeFile(file, text.replace(before, '192.168.15.77/24'))
    await expect(notice).toContainText('192.168.15.77/24')
    await expect(page.getByText('192.168.15.77/24').first()).toBeVisible()
    await notice.getByRole('button', { name: t.dismiss }).click()
    await expect(notice).toHaveCount(0)
  })

  const broken = text.replace('nodes:', 'nodes: [')
  await test.step('no lab any more: it says where, and nothing is written over it', async () => {
    await writeFile(file, broken)
    await expect(notice).toContainText(/Line \d+: This is not YAML/)
    await sheet.drop('namespace', { x: 500, y: 500 })
    await expect(sheet.node('ns1')).toBeVisible()
    await sheet.select('red')
    await sheet.inspector.getByLabel(panelsEn.inspector.forwarding).first().click()
    await page.reload()
    await expect(sheet.node('ns1')).toBeVisible()
    await expect(notice).toBeVisible()
    expect(await readFile(file, 'utf8')).toBe(broken)
  })

  await test.step('mended, but where something was edited here, too: somebody has to choose', async () => {
    await writeFile(file, text.replace(/( {2}red:\n {4}kind: namespace\n)/, '$1    forwarding: false\n'))
    await expect(notice).toContainText(t.clash(1))
    expect(await serious(page)).toEqual([])
    await notice.getByRole('button', { name: t.keepMine }).click()
    await expect(notice).toHaveCount(0)
    await expect.poll(() => readFile(file, 'utf8')).toMatch(/red:\n {4}kind: namespace\n {4}forwarding: true/)
    expect(await readFile(file, 'utf8')).toContain('ns1:')
  })
})
