import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { historyEn } from '../components/history/history.en'
import { hostEn } from '../components/i18n/host.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { machinesEn } from '../core/text/machines.en'
import { preflightWordsEn } from '../core/text/preflight.en'
import { serious, seriousInBoth } from './accessibility'
import { applyHere, badge, chooseHost, enter, question, test } from './computer'
import type { PrivateRoot } from './private-root'
import { Server } from './server'
import { Sheet } from './sheet'

const addressesOf = (root: PrivateRoot, name: string) => root.sh(`ip -br -4 address show dev ${name}`)

test('an interface of this computer becomes a bridge’s port: chosen, asked about, and kept in another window', async ({
  page,
  context,
  computer: { root, server },
}) => {
  test.setTimeout(120_000)
  // Started by root, the part that faces browsers is not root, and has a door of its own.
  if (!root.alone) expect(await root.sh(`stat -c '%u %a' /run/netloom/web-*.sock`)).toBe('65534 600\n')
  const sheet = await Sheet.open(page, server, 'nic-to-bridge')
  await test.step('it begins in a sandbox', async () => {
    await expect(badge(page)).toHaveAttribute('data-machine', 'sandbox')
    await expect(page.getByTestId('host-frame')).toHaveCount(0)
  })

  await test.step('on this computer the page is framed, whatever is opened and loaded again', async () => {
    await chooseHost(page)
    await expect(page.getByTestId('host-frame')).toBeVisible()
    await page.reload()
    await expect(badge(page)).toHaveAttribute('data-machine', 'host')
    await expect(page.getByTestId('host-frame')).toBeVisible()
    expect(await serious(page)).toEqual([])
  })

  await test.step('it asks first, and no is the easier answer', async () => {
    await sheet.apply.click()
    const dialog = question(page)
    for (const name of ['eth0', 'br0', 'guest']) await expect(dialog.getByText(name, { exact: true })).toBeVisible()
    await expect(dialog).toContainText(hostEn.ask.keep)
    expect(await seriousInBoth(page, '[role=dialog]')).toEqual([])
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    expect(await addressesOf(root, 'eth0')).toContain('192.168.0.10/24')
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  })

  await test.step('the countdown survives a reload, and is in every window', async () => {
    await expect(page.getByTestId('keep')).toBeVisible({ timeout: 15_000 })
    await page.reload()
    await expect(page.getByTestId('keep')).toContainText(/\d+ s/)
    const other = await context.newPage()
    const second = await Sheet.join(other, sheet)
    const strip = other.getByTestId('keep')
    await expect(strip).toBeVisible()
    await strip.getByRole('button', { name: hostEn.keep.keep, exact: true }).click()
    await expect(strip).toHaveCount(0)
    await expect(page.getByTestId('keep')).toHaveCount(0)
    await expect(second.sync).toHaveText(shellEn.sync.inSync)
    await other.close()
  })

  await test.step('what hangs off the bridge is on the computer’s network', async () => {
    expect(await addressesOf(root, 'br0')).toContain('192.168.0.10/24')
    expect(await root.sh('ip netns exec guest ping -c1 -W2 192.168.0.1')).toContain('1 received')
    await sheet.ping('guest', '192.168.0.1')
    const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
  })

  await test.step('applied here it stays here, until it is destroyed here', async () => {
    await badge(page).click()
    const sandbox = page.getByRole('menuitemcheckbox', { name: new RegExp(`^${shellEn.bar.sandbox}`) })
    await expect(sandbox).toBeDisabled()
    await expect(sandbox).toContainText(hostEn.destroyFirst)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: shellEn.bar.menu, exact: true }).click()
    await page.getByRole('menuitem', { name: shellEn.actions.destroy }).click()
    await page.getByRole('dialog').getByRole('button', { name: shellEn.destroy.run, exact: true }).click()
    await expect.poll(() => addressesOf(root, 'eth0')).toContain('192.168.0.10/24')
    await expect.poll(() => root.sh('ip netns list')).not.toContain('guest')
    await badge(page).click()
    await page.getByRole('menuitemcheckbox', { name: new RegExp(`^${shellEn.bar.sandbox}`) }).click()
    await expect(badge(page)).toHaveAttribute('data-machine', 'sandbox')
    await expect(page.getByTestId('host-frame')).toHaveCount(0)
  })
})

test('what nobody keeps is put back, and the page says so to whoever comes later', async ({
  page,
  context,
  computer: { root, server },
}) => {
  test.setTimeout(120_000)
  const sheet = await Sheet.open(page, server, 'nic-to-bridge')
  await chooseHost(page)
  await applyHere(sheet)
  await expect(page.getByTestId('keep')).toBeVisible({ timeout: 15_000 })
  expect(await addressesOf(root, 'eth0')).not.toContain('192.168.0.10/24')
  await page.close()
  await expect.poll(() => addressesOf(root, 'eth0'), { timeout: 40_000 }).toContain('192.168.0.10/24')
  await expect.poll(() => root.sh('ip netns list')).not.toContain('guest')

  const later = await context.newPage()
  const again = await Sheet.join(later, sheet)
  const said = later.getByTestId('settled')
  await expect(said).toContainText(hostEn.settled.timeout)
  await said.getByRole('button', { name: hostEn.settled.dismiss }).click()
  await expect(said).toHaveCount(0)
  await later.reload()
  await expect(again.node('guest')).toBeVisible()
  await expect(said).toHaveCount(0)

  await applyHere(again)
  await later.getByTestId('keep').getByRole('button', { name: hostEn.keep.back, exact: true }).click()
  await expect(said).toContainText(hostEn.settled.asked)
  expect(await addressesOf(root, 'eth0')).toContain('192.168.0.10/24')
})

test('an interface is drawn to a bridge by hand, and what stands in the way is named with the remedy', async ({
  page,
  computer: { root, server },
}) => {
  test.setTimeout(120_000)
  await root.sh('ip link add eth1 type veth peer name far1')
  const sheet = await Sheet.open(page, server, 'nic-to-bridge')
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.plan })
  const nics = sheet.inspector.getByRole('combobox', { name: hostEn.nics.port('eth0') })

  await test.step('a sandbox says why not, in the inspector, at the pointer and in the plan', async () => {
    await sheet.select('host')
    await expect(sheet.inspector).toContainText(hostEn.nics.inSandbox)
    await sheet.row('host', 'eth0').hover()
    await page.locator('[data-nic-handle="eth0"]').hover()
    await page.mouse.down()
    const to = await sheet.node('br0').boundingBox()
    await page.mouse.move((to?.x ?? 0) + 20, (to?.y ?? 0) + (to?.height ?? 0) - 12, { steps: 6 })
    await expect(page.locator('.nl-pointer-words')).toContainText('A sandbox has no interface eth0')
    await page.mouse.up()
    await sheet.openDrawer(panelsEn.drawer.plan)
    await expect(panel).toContainText('A sandbox has no interface eth0')
    await panel.getByRole('button', { name: hostEn.actions.host, exact: true }).click()
    await expect(badge(page)).toHaveAttribute('data-machine', 'host')
    await expect(panel.getByRole('button', { name: hostEn.actions.host, exact: true })).toHaveCount(0)
  })

  await test.step('here the inspector offers what the computer has, and a line from its row does the same', async () => {
    await expect(nics).toHaveValue('br0')
    await nics.selectOption('')
    await expect(nics).toHaveValue('')
    await expect(sheet.row('host', 'eth0')).toHaveAttribute('data-foreign', 'true')
    await page.keyboard.press('Escape')
    await sheet.row('host', 'eth0').hover()
    await sheet.drag(page.locator('[data-nic-handle="eth0"]'), sheet.node('br0').locator('.nl-bar'))
    await sheet.select('host')
    await expect(nics).toHaveValue('br0')
  })

  await test.step('a name that somebody else has is a conflict, which leads to its element', async () => {
    await sheet.select('br0')
    await sheet.fill(panelsEn.inspector.name, 'eth1')
    await expect(sheet.sync).toHaveText(shellEn.sync.conflicts(1))
    await expect(sheet.apply).toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('Escape')
    await panel.getByRole('region', { name: panelsEn.plan.conflicts }).getByRole('button', { name: /^eth1/ }).click()
    await expect(sheet.inspector).toBeVisible()
    expect(await serious(page)).toEqual([])
  })
})

test('what of this computer is in the way stands in the plan, and is said of a ping without an answer, until it is mended', async ({
  page,
  computer: { root, server },
}) => {
  test.setTimeout(120_000)
  await root.sh('sysctl -q -w net.ipv4.conf.all.rp_filter=0; iptables-nft -P FORWARD DROP')
  const sheet = await Sheet.open(page, server, 'host-namespace')
  const file = join(server.home, 'labs', `${sheet.lab}.netloom.yaml`)
  const text = await readFile(file, 'utf8')
  const routed = text.replace(/kind: host\n/, '$&    forwarding: true\n')
  await writeFile(file, routed.replace(/kind: namespace\n/, '$&    routes: [{ to: default, via: 10.0.0.1 }]\n'))
  await page.getByRole('button', { name: historyEn.outside.dismiss }).click()
  await chooseHost(page)
  await sheet.openDrawer(panelsEn.drawer.plan)
  const found = page.getByRole('region', { name: preflightWordsEn.title })
  await expect(found).toContainText('the policy of iptables FORWARD is drop')
  await expect(found).toContainText('iptables -I FORWARD')
  expect(await serious(page)).toEqual([])

  await applyHere(sheet)
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync, { timeout: 30_000 })
  await sheet.ping('net-test', '192.168.0.1', 1)
  await expect(page.getByRole('tabpanel')).toContainText(preflightWordsEn.forPing)
  await expect(page.getByRole('tabpanel')).toContainText('the policy of iptables FORWARD is drop')

  await root.sh('iptables-nft -P FORWARD ACCEPT')
  await sheet.openDrawer(panelsEn.drawer.plan)
  await expect(found).toHaveCount(0)
  expect((await server.cli('destroy', sheet.lab, '--machine', 'host')).code).toBe(0)
})

base('where root offers nothing of the kind, the page says why this computer cannot be chosen', async ({ browser }) => {
  const server = await Server.start()
  const context = await browser.newContext()
  try {
    await enter(context, server)
    const page = await context.newPage()
    await Sheet.open(page, server)
    await badge(page).click()
    const entry = page.getByRole('menuitemcheckbox', { name: new RegExp(`^${hostEn.here}`) })
    await expect(entry).toBeDisabled()
    await expect(entry).toContainText(machinesEn['host-not-served'].message())
    await expect(entry).toContainText(machinesEn['host-not-served'].suggestion())
    expect(await serious(page)).toEqual([])
  } finally {
    await context.close()
    await server.stop()
  }
})
