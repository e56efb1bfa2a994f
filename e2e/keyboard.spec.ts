import { canvasEn } from '../components/i18n/canvas.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

/** From here to the end no mouse: what is pressed is all that the page gets. */
test('a network is drawn, joined, addressed, moved, applied and pinged by keyboard alone', async ({ sheet, page, server }) => {
  test.setTimeout(120_000)
  const { keyboard } = page
  const said = page.getByRole('status').filter({ hasText: /\S/ })

  await test.step('N and B draw', async () => {
    await keyboard.press('n')
    await expect(sheet.node('ns1')).toBeVisible()
    await expect(said).toHaveText(canvasEn.announce.added('ns1'))
    await keyboard.press('b')
    await expect(sheet.node('br0')).toBeVisible()
    await keyboard.press('n')
    await expect(sheet.node('ns2')).toBeVisible()
  })

  await test.step('C starts a link, arrows choose its target, Enter joins; the address is there to be typed over', async () => {
    await goTo(sheet, 'ns1')
    await keyboard.press('c')
    await aim(sheet, 'br0')
    await keyboard.press('Enter')
    await expect(said).toHaveText(canvasEn.announce.joined('ns1', 'br0'))
    await expect(sheet.inspector.getByLabel(/^Addresses? 1$/).first()).toBeFocused()
    await keyboard.type('10.1.0.1/24')
    await keyboard.press('Enter')
    await expect(sheet.row('ns1', 'eth0')).toContainText('10.1.0.1/24')
    await keyboard.press('Escape')
  })

  await test.step('the second link takes the next address of the same network', async () => {
    await goTo(sheet, 'ns2')
    await keyboard.press('c')
    await aim(sheet, 'br0')
    await keyboard.press('Enter')
    await expect(sheet.row('ns2', 'eth0')).toContainText('10.1.0.2/24')
    await keyboard.press('Escape')
  })

  await test.step('a link that was begun can be left', async () => {
    await goTo(sheet, 'ns2')
    await keyboard.press('c')
    await keyboard.press('Escape')
    await expect(said).toHaveText(canvasEn.announce.cancelled)
  })

  await test.step('Tab walks the nodes, arrows move, Enter opens and renames', async () => {
    await tabTo(sheet, 'ns2')
    const before = await sheet.node('ns2').boundingBox()
    await keyboard.press('Shift+ArrowDown')
    await expect(said).toContainText('Moved ns2 to')
    expect((await sheet.node('ns2').boundingBox())?.y).toBeGreaterThan(before?.y ?? Number.POSITIVE_INFINITY)
    await keyboard.press('Enter')
    await expect(sheet.inspector.getByLabel(panelsEn.inspector.name, { exact: true })).toBeFocused()
    await keyboard.type('blue')
    await keyboard.press('Enter')
    await expect(sheet.node('blue')).toBeVisible()
    await keyboard.press('Escape')
  })

  await test.step('Ctrl+Z and Ctrl+Shift+Z, one step a gesture', async () => {
    await tabTo(sheet, 'blue')
    await keyboard.press('Control+z')
    await expect(sheet.node('ns2')).toBeVisible()
    await keyboard.press('Control+Shift+z')
    await expect(sheet.node('blue')).toBeVisible()
  })

  await test.step('the command palette does what has no key of its own', async () => {
    await command(sheet, canvasEn.actions.fit)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await command(sheet, shellEn.actions.showScript)
    await expect(page.getByRole('tabpanel', { name: panelsEn.drawer.script })).toBeVisible()
  })

  await test.step('Ctrl+Enter applies', async () => {
    await keyboard.press('Control+Enter')
    await expect(sheet.sync).toHaveText(shellEn.sync.inSync, { timeout: 30_000 })
    const [eth0] = (await server.ip(sheet.lab, 'blue', 'addr', 'show', 'eth0')) as [{ addr_info: { local: string }[] }]
    expect(eth0.addr_info.map(({ local }) => local)).toContain('10.1.0.2')
  })

  await test.step('and a ping is started from the palette, its target chosen by arrows', async () => {
    await goTo(sheet, 'ns1')
    await command(sheet, canvasEn.actions.pingFrom)
    await aim(sheet, 'blue')
    await keyboard.press('Enter')
    const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await expect(panel.getByText(panelsEn.reach.summary(5, 5))).toBeVisible({ timeout: 15_000 })
  })
})

test('every shortcut is listed under ?', async ({ sheet, page }) => {
  await expect(sheet.node('host')).toBeVisible()
  await page.keyboard.press('?')
  const list = page.getByRole('dialog', { name: shellEn.shortcuts.title })
  await expect(list).toContainText(canvasEn.actions.addNamespace)
  await expect(list).toContainText(shellEn.actions.apply)
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
})

/** Finds an action or an element by its name and takes the first answer. */
async function command(sheet: Sheet, name: string): Promise<void> {
  await sheet.page.keyboard.press('Control+k')
  const dialog = sheet.page.getByRole('dialog', { name: shellEn.commands.title })
  await expect(dialog.getByPlaceholder(shellEn.commands.placeholder)).toBeFocused()
  await sheet.page.keyboard.type(name)
  await expect(dialog.getByRole('option').first()).toContainText(name)
  await sheet.page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
}

/** Selects a node through the command palette. */
async function goTo(sheet: Sheet, node: string): Promise<void> {
  await command(sheet, node)
  await expect(sheet.inspector).toBeVisible()
}

/** Presses arrows until the line that is being drawn points at the node. */
async function aim(sheet: Sheet, node: string): Promise<void> {
  const target = sheet.page.getByRole('status').filter({ hasText: new RegExp(`${canvasEn.announce.target(node)}$`) })
  const ways = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']
  for (let turn = 0; turn < 3; turn++)
    for (const way of ways) {
      if (await target.count()) return
      await sheet.page.keyboard.press(way)
    }
  await expect(target).toHaveCount(1)
}

/** Presses Tab until the node has the focus. */
async function tabTo(sheet: Sheet, node: string): Promise<void> {
  const focused = sheet.page.locator(`.react-flow__node[data-id=${JSON.stringify(node)}]:focus`)
  for (let presses = 0; presses < 60; presses++) {
    if (await focused.count()) return
    await sheet.page.keyboard.press('Tab')
  }
  await expect(focused).toHaveCount(1)
}
