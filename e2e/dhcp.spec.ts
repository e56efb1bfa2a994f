import { dhcpEn } from '../components/i18n/dhcp.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { serious } from './accessibility'
import { expect, test } from './fixtures'

const LEASED = /192\.168\.1\.1\d\d\/24/

test('router-namespace: opened, applied, its machines are given addresses and reach what is beyond the router', async ({
  page,
  openLab,
}) => {
  const sheet = await openLab(page, 'router-namespace')
  await expect(sheet.row('dom1', 'veth1.2')).toContainText(dhcpEn.asks)
  await sheet.applyAndSettle()
  await expect(sheet.row('dom1', 'veth1.2')).toContainText(LEASED)
  await expect(sheet.row('dom2', 'veth1.3')).toContainText(LEASED)
  await expect(sheet.node('Instance1')).toContainText(dhcpEn.serves(2))

  await sheet.ping('dom1', '8.8.8.8')
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
  await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
  await sheet.ping('dom2', 'dom1')
  await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })

  await sheet.select('Instance1')
  const leases = sheet.inspector.getByRole('table', { name: dhcpEn.leases })
  await expect(leases.getByRole('row')).toHaveCount(3)
  await expect(leases).toContainText('dom1')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await serious(page), colorScheme).toEqual([])
  }
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
})

test('a server that dies is missed on the page, and comes back by itself', async ({ page, openLab, server }) => {
  const sheet = await openLab(page, 'router-namespace')
  await sheet.applyAndSettle()
  await expect(sheet.row('dom1', 'veth1.2')).toContainText(LEASED)
  await sheet.select('Instance1')
  // By its name: for a moment at a time the agent is in the namespace, too.
  const killServer = 'for pid in $(ip netns pids Instance1); do ! grep -qx dnsmasq /proc/$pid/comm || kill -9 $pid; done'
  await server.run(sheet.lab, 'Instance1', 'sh', '-c', killServer)
  await expect(sheet.inspector).toContainText(dhcpEn.restarted(1), { timeout: 15_000 })
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
})

test('DHCP by hand: a server with a proposed range, a client at the flick of a switch', async ({ page, openLab }) => {
  const sheet = await openLab(page, 'red-blue-bridge')
  await sheet.select('host')
  await sheet.inspector.getByRole('button', { name: dhcpEn.add, exact: true }).click()
  await expect(sheet.inspector.getByLabel(dhcpEn.interface, { exact: true })).toHaveValue('v-net-0')
  await expect(sheet.inspector.getByLabel(dhcpEn.router, { exact: true })).toHaveValue('192.168.15.5')
  await sheet.fill(dhcpEn.first, '192.168.15.50')
  await sheet.fill(dhcpEn.dns, '9.9.9.9, 1.1.1.1')

  await sheet.row('blue', 'veth-blue').click()
  await sheet.inspector.getByRole('switch', { name: dhcpEn.client, exact: true }).click()
  await sheet.applyAndSettle()
  await expect(sheet.inspector).toContainText(dhcpEn.tellsDns('9.9.9.9 1.1.1.1'))
  await expect(sheet.row('blue', 'veth-blue')).toContainText(/192\.168\.15\.\d+\/24/)

  await sheet.inspector.getByRole('switch', { name: dhcpEn.client, exact: true }).click()
  await sheet.applyAndSettle()
  await expect(sheet.row('blue', 'veth-blue')).toContainText('192.168.15.2/24')
})
