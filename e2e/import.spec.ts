import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { importerEn } from '../components/importer/importer.en'
import { elementKey } from '../core/lab/element'
import { importEn } from '../core/text/import.en'
import { expect, test } from './fixtures'
import { Sheet } from './sheet'

const SCRIPT = readFileSync(join(import.meta.dirname, '../test/import/scripts/23-typos.sh'), 'utf8')

test('commands are pasted, drawn while one types, mended, made a lab, applied and pinged', async ({ page, server }) => {
  await page.goto(server.origin)
  await page.getByRole('button', { name: shellEn.gallery.importCommands }).click()
  await expect(page.getByText(importerEn.nothingYet)).toBeVisible()

  const editor = page.getByRole('textbox', { name: importerEn.editor })
  await editor.click()
  await page.keyboard.insertText(SCRIPT)
  const preview = page.getByRole('region', { name: importerEn.preview })
  const node = (name: string) =>
    preview.locator(`[data-element=${JSON.stringify(elementKey({ kind: 'node', node: name }))}]`).first()
  await expect(node('one')).toBeVisible()
  await expect(node('two')).toBeVisible()
  await expect(preview.getByText('10.42.0.2/24')).toBeVisible()

  const findings = page.getByRole('region', { name: importerEn.findings })
  await expect(findings.getByRole('button')).toHaveCount(4)
  const typo = importEn['import-typo'].message({ tool: 'ip', word: 'nets', near: 'netns' })
  await findings.getByRole('button', { name: typo }).click()
  await expect(page.locator('.cm-activeLine')).toContainText('ip nets exec one')

  // Mended where the finding has led to.
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+End')
  await page.keyboard.insertText('ip netns exec one ip addr add 10.42.0.77/24 dev a')
  await expect(findings.getByText(typo)).toHaveCount(0)
  await expect(preview.getByText('10.42.0.77/24')).toBeVisible()

  await page.getByRole('textbox', { name: importerEn.nameLabel }).fill('from-notes')
  await page.getByRole('button', { name: importerEn.create }).click()
  await page.waitForURL(/\/lab\/from-notes/)
  const sheet = await Sheet.at(page, server)
  await sheet.applyAndSettle()
  await sheet.ping('two', 'one')
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
  await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
  await server.cli('destroy', sheet.lab)
})

test('a file is read, and one that is no text is refused in words', async ({ page, server }) => {
  await page.goto(`${server.origin}/import`)
  const choose = async (name: string, buffer: Buffer) => {
    const asked = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: importerEn.open }).click()
    await (await asked).setFiles({ name, mimeType: 'text/plain', buffer })
  }
  await choose('notes.md', Buffer.from('```\nip netns add solo\n```\n'))
  const preview = page.getByRole('region', { name: importerEn.preview })
  await expect(preview.getByText('solo', { exact: true })).toBeVisible()
  await choose('ls', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0]))
  await expect(page.getByText(importEn['import-not-text'].message())).toBeVisible()
})

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on the import page, ${theme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: theme })
    await page.goto(`${server.origin}/import`)
    await page.getByRole('button', { name: importerEn.sample }).click()
    await expect(page.getByRole('region', { name: importerEn.findings }).getByRole('button')).toHaveCount(3)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  })
