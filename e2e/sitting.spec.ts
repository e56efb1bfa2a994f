import { readFile } from 'node:fs/promises'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { expect, test } from './fixtures'

interface IpAddr {
  ifname: string
  operstate: string
  flags: string[]
  addr_info: { local: string; prefixlen: number; scope: string }[]
}

/** The sitting of the first landing: draw, join, plan, apply, watch, break, mend, ping, export, destroy, all by mouse. */
test('one sitting by mouse, from an empty sheet to nothing left behind', async ({ sheet, page, server }) => {
  test.setTimeout(180_000)
  const { lab } = sheet

  await test.step('draw: two namespaces and a bridge from the palette', async () => {
    await sheet.drop('namespace', { x: 250, y: 560 })
    await expect(sheet.node('ns1')).toBeVisible()
    await sheet.drop('namespace', { x: 900, y: 560 })
    await expect(sheet.node('ns2')).toBeVisible()
    await sheet.drop('bridge', { x: 620, y: 330 })
    await expect(sheet.node('br0')).toBeVisible()
  })

  await test.step('join: a veth pair with names and the next free address, ready for typing', async () => {
    await sheet.joinByMouse('ns1', 'br0')
    await expect(sheet.inspector).toBeVisible()
    const first = sheet.inspector.getByLabel(/^Addresses? 1$/).first()
    await expect(first).toBeFocused()
    await first.fill('192.168.15.2/24')
    await first.press('Enter')
    await sheet.joinByMouse('ns2', 'br0')
    await expect(sheet.row('ns2', 'eth0')).toContainText('192.168.15.')
  })

  await test.step('give the bridge an address in the inspector; a bad one is explained beside the field', async () => {
    await sheet.select('br0')
    await sheet.inspector.getByRole('button', { name: panelsEn.inspector.addAddress }).click()
    const address = sheet.inspector.getByLabel(/^Addresses? 1$|^Its own interface 1$/).first()
    await address.fill('192.168.15.5')
    await address.press('Enter')
    await expect(sheet.inspector.getByText(/prefix/i).first()).toBeVisible()
    await address.fill('192.168.15.5/24')
    await address.press('Enter')
    await expect(page.getByTestId('apply')).toBeEnabled()
  })

  await test.step('undo and redo: one step a gesture', async () => {
    await sheet.canvas.click({ position: { x: 400, y: 120 } })
    await page.keyboard.press('Control+z')
    await expect(sheet.node('br0')).not.toContainText('192.168.15.5/24')
    await page.keyboard.press('Control+Shift+z')
    await expect(page.getByText('192.168.15.5/24').first()).toBeVisible()
  })

  await test.step('plan: exact commands, and hovering a step lights its element up', async () => {
    await sheet.openDrawer(panelsEn.drawer.plan)
    const plan = page.getByRole('tabpanel', { name: panelsEn.drawer.plan })
    const add = plan.getByText('ip netns add ns1')
    await expect(add).toBeVisible()
    await add.hover()
    await expect(sheet.node('ns1')).toHaveAttribute('data-hover', 'true')
  })

  await test.step('apply: the kernel has what was drawn, by its own account', async () => {
    await sheet.applyAndSettle()
    const [eth0] = (await server.ip(lab, 'ns1', 'addr', 'show', 'eth0')) as [IpAddr]
    expect(eth0.operstate).toBe('UP')
    expect(eth0.addr_info.filter((one) => one.scope === 'global')).toMatchObject([{ local: '192.168.15.2', prefixlen: 24 }])
    const [br0] = (await server.ip(lab, 'host', 'addr', 'show', 'br0')) as [IpAddr]
    expect(br0.addr_info.some((one) => one.local === '192.168.15.5')).toBe(true)
  })

  await test.step('ping: replies stream in, success and failure are plain', async () => {
    await sheet.ping('ns1', 'ns2')
    const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
    await sheet.ping('ns1', '10.99.0.1', 1)
    await expect(panel.getByText(/no route to 10\.99\.0\.1/).first()).toBeVisible({ timeout: 15_000 })
  })

  await test.step('drift: a link set down behind our back is on the canvas, and is put back', async () => {
    await server.cli('exec', lab, 'ns1', '--', 'ip', 'link', 'set', 'eth0', 'down')
    await expect(sheet.sync).toContainText('eth0 in ns1 is down')
    await sheet.openDrawer(panelsEn.drawer.plan)
    await page.getByRole('button', { name: panelsEn.drift.putBack }).first().click()
    await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
    const [eth0] = (await server.ip(lab, 'ns1', 'addr', 'show', 'eth0')) as [IpAddr]
    expect(eth0.flags).toContain('UP')
  })

  await test.step('drift: or taken into the lab', async () => {
    await server.cli('exec', lab, 'ns2', '--', 'ip', 'link', 'set', 'eth0', 'mtu', '1400')
    await expect(sheet.sync).toContainText('eth0 in ns2')
    await sheet.openDrawer(panelsEn.drawer.plan)
    await page.getByRole('button', { name: panelsEn.drift.takeIn }).first().click()
    await expect(sheet.sync).not.toContainText('Drifted')
  })

  await test.step('export: a script and the lab file', async () => {
    await sheet.openDrawer(panelsEn.drawer.script)
    const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.script })
    await expect(panel).toContainText('ip netns add')
    const download = page.waitForEvent('download')
    await panel.getByRole('button', { name: panelsEn.script.download, exact: true }).first().click()
    const script = await readFile(await (await download).path(), 'utf8')
    expect(script).toMatch(/^#!.*bash/)
    expect(script).toContain('192.168.15.2/24')
  })

  await test.step('destroy: nothing is left', async () => {
    await page.getByRole('button', { name: shellEn.bar.menu }).click()
    await page.getByRole('menuitem', { name: shellEn.actions.destroy }).click()
    await page.getByRole('dialog').getByRole('button', { name: shellEn.destroy.run }).click()
    await expect(page.getByTestId('machine')).toContainText(shellEn.bar.machine.stopped)
    const status = await server.cli('status', '--json')
    expect(JSON.stringify(JSON.parse(status.stdout))).not.toContain(`"${lab}"`)
  })
})
