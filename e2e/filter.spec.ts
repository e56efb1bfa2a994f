import { filterEn } from '../components/i18n/filter.en'
import { neighboursEn } from '../components/i18n/neighbours.en'
import { panelsEn } from '../components/i18n/panels.en'
import { expect, test } from './fixtures'

test('a packet filter is drawn in the inspector, is in the kernel, and stops what it says', async ({ page, openLab, server }) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'red-blue-bridge')
  await sheet.select('red')
  const input = sheet.inspector.getByRole('group', { name: 'input', exact: true })

  await test.step('a rule with its fields, and the mark on the card', async () => {
    await input.getByRole('button', { name: filterEn.addRuleTo('input') }).click()
    await input.getByLabel(filterEn.protocol, { exact: true }).selectOption('icmp')
    await expect(input.getByRole('button', { name: filterEn.rule('input', 1) })).toContainText('icmp')
    await expect(sheet.node('red').getByRole('img', { name: filterEn.chip(1) })).toBeVisible()
  })

  await test.step('what is wrong stands beside its field', async () => {
    await input.getByLabel(filterEn.port, { exact: true }).fill('22')
    await input.getByLabel(filterEn.port, { exact: true }).press('Enter')
    await expect(input.getByLabel(filterEn.port, { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await page.keyboard.press('Control+z')
    await expect(input.getByLabel(filterEn.port, { exact: true })).toHaveValue('')
  })

  await test.step('a second rule goes before the first', async () => {
    await input.getByRole('button', { name: filterEn.addRuleTo('input') }).click()
    await input.getByLabel(filterEn.action, { exact: true }).selectOption('accept')
    await input.getByRole('button', { name: 'established', exact: true }).click()
    await input.getByRole('button', { name: filterEn.up(2) }).click()
    await expect(input.getByRole('button', { name: filterEn.rule('input', 1) })).toContainText('state established')
  })

  await test.step('the plan has it in both dialects', async () => {
    await sheet.openDrawer(panelsEn.drawer.plan)
    const plan = page.getByRole('tabpanel', { name: panelsEn.drawer.plan })
    await expect(plan).toContainText('ct state established counter accept')
    await plan.getByText('iptables', { exact: true }).click()
    await expect(plan).toContainText('iptables -A INPUT -p icmp -j DROP')
  })

  await test.step('applied, the kernel drops what red is asked and lets its answers in', async () => {
    await sheet.applyAndSettle()
    expect(await server.run(sheet.lab, 'red', 'nft', 'list', 'ruleset')).toContain('ct state established')
    expect((await server.cli('ping', sheet.lab, 'red', 'blue', '-c', '1')).code).toBe(0)
    expect((await server.cli('ping', sheet.lab, 'blue', 'red', '-c', '1')).code).toBe(1)
    await expect(sheet.node('red').getByRole('img', { name: /1 packets stopped/ })).toBeVisible({ timeout: 15_000 })
  })
})

test('a neighbour is written down in the inspector, and is in the kernel for good', async ({ page, openLab, server }) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'red-blue-bridge')
  await sheet.select('red')
  await sheet.inspector.getByRole('button', { name: neighboursEn.add }).click()
  await sheet.inspector.getByLabel(neighboursEn.address, { exact: true }).fill('192.168.15.9')
  await sheet.inspector.getByLabel(neighboursEn.address, { exact: true }).press('Tab')
  await sheet.inspector.getByLabel(neighboursEn.mac, { exact: true }).fill('02:00:00:00:00:09')
  await sheet.inspector.getByLabel(neighboursEn.mac, { exact: true }).press('Enter')
  await expect(sheet.inspector.getByRole('button', { name: neighboursEn.remove('192.168.15.9') })).toBeVisible()
  await sheet.applyAndSettle()
  expect(await server.ip(sheet.lab, 'red', 'neigh', 'show', 'nud', 'permanent')).toMatchObject([
    { dst: '192.168.15.9', lladdr: '02:00:00:00:00:09', protocol: '222' },
  ])
})
