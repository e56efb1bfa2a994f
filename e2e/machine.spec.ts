import AxeBuilder from '@axe-core/playwright'
import { shellEn } from '../components/i18n/shell.en'
import { shellZh } from '../components/i18n/shell.zh'
import { machineEn } from '../components/machine/machine.en'
import { machineZh } from '../components/machine/machine.zh'
import { elementKey } from '../core/lab/element'
import { discoverEn } from '../core/text/discover.en'
import { expect, test } from './fixtures'
import { Sheet } from './sheet'

test('a sandbox that runs is looked into, a process found by its PID, and one node taken into a new lab', async ({
  page,
  server,
  openLab,
}) => {
  const sheet = await openLab(page, 'two-namespaces')
  await sheet.applyAndSettle()
  // Made by somebody else than us: a namespace that nobody drew, and one without a name that a process holds.
  await server.run(sheet.lab, 'host', 'ip', 'netns', 'add', 'stranger')
  await server.run(
    sheet.lab,
    'host',
    'ip',
    'link',
    'add',
    'to-nobody',
    'type',
    'veth',
    'peer',
    'name',
    'eth7',
    'netns',
    'stranger',
  )
  await server.run(sheet.lab, 'host', 'ip', '-n', 'stranger', 'address', 'add', '10.99.0.7/24', 'dev', 'eth7')
  await server.run(sheet.lab, 'host', 'sh', '-c', 'unshare --net sleep 1000 > /dev/null 2>&1 &')

  await page.goto(server.origin)
  await page.getByRole('button', { name: shellEn.gallery.lookAround }).click()
  await page.waitForURL(/\/machine$/)
  const where = page.getByRole('combobox', { name: machineEn.where })
  await where.selectOption(sheet.lab)

  const picture = page.getByRole('region', { name: machineEn.picture })
  const node = (name: string) =>
    picture.locator(`[data-element=${JSON.stringify(elementKey({ kind: 'node', node: name }))}]`).first()
  for (const name of ['host', 'ns1', 'ns2', 'stranger']) await expect(node(name)).toBeVisible()
  await expect(picture.getByText('10.99.0.7/24')).toBeVisible()
  await expect(picture.getByText('172.16.0.1/16')).toBeVisible()

  const unnamed = page.getByRole('button', { name: /^sleep-\d+/ })
  await expect(unnamed).toBeVisible()
  const pid = Number(/sleep-(\d+)/.exec((await unnamed.textContent()) ?? '')?.[1])
  const search = page.getByRole('searchbox', { name: machineEn.search })
  await search.fill(String(pid))
  await expect(page.getByText(machineEn.processIs(pid, 'sleep', 'root', `sleep-${pid}`))).toBeVisible()
  const unnamedWords = discoverEn['discover-unnamed'].message({ pid, process: 'sleep' })
  await expect(page.getByRole('region', { name: machineEn.findings }).getByText(unnamedWords)).toBeVisible()
  await search.fill('')

  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  // Into a lab that is there already.
  await node('stranger').click()
  await expect(page.getByRole('checkbox', { name: machineEn.choose('stranger') })).toBeChecked()
  await page.getByRole('button', { name: machineEn.copy, exact: true }).click()
  await page.getByRole('link', { name: machineEn.back }).click()
  await page.getByRole('link', { name: shellEn.gallery.open(sheet.lab), exact: true }).click()
  await expect(sheet.node('stranger')).toHaveAttribute('data-foreign', 'true')
  await page.keyboard.press('Control+v')
  await expect(sheet.node('stranger')).not.toHaveAttribute('data-foreign', 'true')

  // And with the other end of its link into a new one.
  await page.goto(`${server.origin}/machine`)
  await where.selectOption(sheet.lab)
  await page.getByRole('checkbox', { name: machineEn.choose('stranger') }).check()
  await page.getByRole('checkbox', { name: machineEn.choose('host') }).check()
  await page.getByRole('textbox', { name: machineEn.nameLabel }).fill('found-here')
  await page.getByRole('button', { name: machineEn.adopt(2) }).click()
  await page.waitForURL(/\/lab\/found-here/)
  const adopted = await Sheet.at(page, server)
  await adopted.applyAndSettle()
  const [eth7] = (await server.ip(adopted.lab, 'stranger', 'address', 'show', 'eth7')) as { addr_info: { local: string }[] }[]
  expect(eth7?.addr_info.map(({ local }) => local)).toContain('10.99.0.7')
  await server.cli('destroy', adopted.lab)
})

test('this computer is shown as far as the page’s rights reach, in both languages and themes, and at 1024', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.goto(`${server.origin}/machine`)
  const picture = page.getByRole('region', { name: machineEn.picture })
  await expect(picture.getByText(machineEn.readOnly)).toBeVisible()
  await expect(page.getByRole('button', { name: /^host/ })).toBeVisible()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)

  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog').getByRole('combobox')
  await expect(palette).toBeFocused()
  await palette.fill('中文')
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: machineZh.title })).toBeVisible()
  await page.getByRole('link', { name: machineZh.back }).click()
  await expect(page.getByRole('button', { name: shellZh.gallery.lookAround })).toBeVisible()
})
