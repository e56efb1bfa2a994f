import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { consoleEn } from '../components/i18n/console.en'
import { shellEn } from '../components/i18n/shell.en'
import { expect, test } from './fixtures'
import { Sheet } from './sheet'

const EXAMPLE = 'red-blue-bridge'

/** What the terminal shows. */
function screen(page: Page): Locator {
  return page.locator('.xterm-rows')
}

async function openByMouse(sheet: Sheet, node: string): Promise<void> {
  await sheet.node(node).locator('.nl-name').first().click({ button: 'right' })
  await sheet.page.getByRole('menuitem', { name: consoleEn.actions.open }).click()
  await expect(screen(sheet.page)).toContainText(`${node}:~#`)
}

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`,
    )
}

test('a console in a node: opened by mouse, typed into, found again after a reload, and what it changes is seen on the canvas', async ({
  page,
  openLab,
}) => {
  const sheet = await openLab(page, EXAMPLE)
  await sheet.applyAndSettle()
  await openByMouse(sheet, 'red')

  await test.step('one click types a command, and shows what it prints', async () => {
    const views = page.getByRole('group', { name: consoleEn.quick })
    await views.getByRole('button', { name: 'ip route' }).click()
    await expect(screen(page)).toContainText('red:~# ip route')
    await expect(screen(page)).toContainText('192.168.15.0/24 dev veth-red')
    await views.getByRole('button', { name: 'ip addr' }).click()
    await expect(screen(page)).toContainText('192.168.15.1/24')
  })

  await test.step('after a reload the same shell is there, with what it printed', async () => {
    await page.keyboard.type('x=kept; clear; echo first; echo $COLUMNS\n')
    await expect(screen(page)).toContainText('first')
    await page.reload()
    await Sheet.at(page, sheet.server)
    await expect(screen(page)).toContainText('first')
    await page.locator('.xterm').click()
    await page.keyboard.type('echo still-$x\n')
    await expect(screen(page)).toContainText('still-kept')
  })

  await test.step('what is changed by hand is drift on the canvas', async () => {
    await page.keyboard.type('ip link set veth-red down\n')
    await expect(sheet.sync).not.toHaveText(shellEn.sync.inSync)
    await page.keyboard.type('ip link set veth-red up; ip route\n')
  })

  await test.step('the shell knows the size of its window, also after that has changed', async () => {
    await page.setViewportSize({ width: 1150, height: 800 })
    const rows = () => page.locator('.xterm-rows > div').count()
    await expect
      .poll(async () => {
        await page.keyboard.type('clear; echo size-$(stty size | tr " " x)-\n')
        const shown = (await screen(page).textContent())?.match(/size-(\d+)x(\d+)-/)
        return Number(shown?.[1]) === (await rows()) && Number(shown?.[2])
      })
      .toBeLessThan(150)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('letters are the shell’s, and Shift+Tab is the way out', async () => {
    const before = await page.locator('.react-flow__node').count()
    await page.keyboard.type('nnbbp?5')
    await expect(screen(page)).toContainText('nnbbp?5')
    await page.keyboard.press('Escape')
    await expect(page.locator('.xterm')).toBeVisible()
    await expect(page.locator('.react-flow__node')).toHaveCount(before)
    await page.keyboard.press('Control+c')
    await page.keyboard.press('Shift+Tab')
    await expect(page.locator('.xterm-helper-textarea')).not.toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.locator('.xterm')).toHaveCount(0)
  })

  await test.step('a shell that ends says so, and another can be had', async () => {
    await page.getByRole('navigation').getByRole('button', { name: consoleEn.tab }).click()
    await page.locator('.xterm').click()
    await page.keyboard.type('exit 3\n')
    await expect(page.getByText(consoleEn.ended.exit(3))).toBeVisible()
    await page.getByRole('button', { name: consoleEn.openAgain }).click()
    await expect(screen(page)).toContainText('red:~#')
    await expect(page.getByText(consoleEn.ended.exit(3))).toHaveCount(0)
  })

  await test.step('several at once, the host among them; it is not the computer', async () => {
    await page.getByRole('button', { name: consoleEn.newOne }).click()
    await page.getByRole('menuitem', { name: 'host' }).click()
    await expect(screen(page)).toContainText('host:~#')
    await page.keyboard.type('ls -C /sys/class/net\n')
    await expect(screen(page)).toContainText('v-net-0')
    await page.getByRole('list', { name: consoleEn.list }).getByRole('button', { name: 'red', exact: true }).click()
    await expect(screen(page)).toContainText('red:~#')
    await page.getByRole('button', { name: consoleEn.closeOne('red') }).click()
    await expect(screen(page)).toContainText('host:~#')
  })

  await test.step('they end with the lab', async () => {
    await sheet.server.cli('destroy', sheet.lab)
    await expect(page.getByText(consoleEn.ended.lost)).toBeVisible()
  })
})

test('at 1024 wide the quick views are at hand, and in a menu where the guide takes their room', async ({ page, openLab }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  const sheet = await openLab(page, EXAMPLE)
  await sheet.applyAndSettle()
  await openByMouse(sheet, 'red')
  const views = page.getByRole('group', { name: consoleEn.quick })
  await views.getByRole('button', { name: 'ip addr' }).click()
  await expect(screen(page)).toContainText('192.168.15.1/24')
  await page.getByRole('button', { name: shellEn.actions.showGuide }).click()
  await expect(views.getByRole('button', { name: 'ip route' })).toBeHidden()
  await views.getByRole('button', { name: consoleEn.quick }).click()
  await page.getByRole('menuitem', { name: 'ip route' }).click()
  await expect(screen(page)).toContainText('192.168.15.0/24 dev veth-red')
  await page.keyboard.type('echo typed-on\n')
  await expect(screen(page)).toContainText('typed-on')
})

test('what is marked in a console is copied, and what was copied is pasted', async ({ page, context, openLab }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const sheet = await openLab(page, EXAMPLE)
  await sheet.applyAndSettle()
  await openByMouse(sheet, 'red')
  await page.keyboard.type('clear; echo marked-$((40+2))\n')
  const line = page.locator('.xterm-rows > div').filter({ hasText: /^marked-42/ })
  await expect(line).toBeVisible()
  // The third click of three marks the whole line.
  await line.click({ clickCount: 3, force: true, position: { x: 20, y: 6 } })
  await page.keyboard.press('Control+Shift+C')
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('marked-42')
  await expect(screen(page)).not.toContainText('^C')

  await page.evaluate(() => navigator.clipboard.writeText('echo one-$((1+1)) && echo 网络-$((2+2))'))
  await page.keyboard.press('Control+Shift+V')
  await expect(screen(page)).toContainText('echo 网络-$((2+2))')
  await expect(screen(page)).not.toContainText('one-2')
  await page.keyboard.press('Enter')
  await expect(screen(page)).toContainText('one-2')
  await expect(screen(page)).toContainText('网络-4')
})

test('a console is there again after the connection was lost, with what was printed meanwhile, and takes what is typed', async ({
  page,
  context,
  openLab,
}) => {
  const sheet = await openLab(page, EXAMPLE)
  await sheet.applyAndSettle()
  await openByMouse(sheet, 'red')
  await page.keyboard.type('kept=still; (sleep 4; echo meanwhile-$((40+2))) & echo begun-$((1+1))\n')
  await expect(screen(page)).toContainText('begun-2')
  await context.setOffline(true)
  await expect(page.getByText(shellEn.connection.reconnecting)).toBeVisible({ timeout: 60_000 })
  await page.setViewportSize({ width: 1200, height: 800 })
  await context.setOffline(false)
  await expect(page.getByText(shellEn.connection.reconnecting)).toHaveCount(0, { timeout: 30_000 })
  await expect(screen(page)).toContainText('meanwhile-42')
  await page.locator('.xterm').click()
  await page.keyboard.type('echo $kept-here; echo wide-$(stty size | cut -d" " -f2)-\n')
  await expect(screen(page)).toContainText('still-here')
  const columns = await page.evaluate(() => document.querySelector('.xterm-rows')?.textContent?.match(/wide-(\d+)-/)?.[1])
  expect(Number(columns)).toBeLessThan(150)
})

test('two browsers see one console', async ({ browser, session, contextOptions, page, openLab }) => {
  const ours = await openLab(page, EXAMPLE)
  await ours.applyAndSettle()
  await openByMouse(ours, 'blue')
  const context = await browser.newContext({ ...contextOptions, storageState: session })
  const theirs = await Sheet.join(await context.newPage(), ours)
  await theirs.page.getByRole('navigation').getByRole('button', { name: consoleEn.tab }).click()
  await expect(screen(theirs.page)).toContainText('blue:~#')
  await page.locator('.xterm').click()
  await page.keyboard.type('echo hello-$((40+2))\n')
  await expect(screen(theirs.page)).toContainText('hello-42')
  await theirs.page.getByRole('button', { name: consoleEn.closeOne('blue') }).click()
  await expect(page.locator('.xterm')).toHaveCount(0)
  await context.close()
})

test('output without end is stopped by Ctrl+C, and the page goes on meanwhile', async ({ page, openLab }) => {
  const sheet = await openLab(page, EXAMPLE)
  await sheet.applyAndSettle()
  await openByMouse(sheet, 'red')
  await page.keyboard.type('yes without-end\n')
  await expect(screen(page)).toContainText('without-end')
  await sheet.ping('red', 'blue')
  await expect(page.getByRole('tabpanel')).toContainText('2 of 2 answered')
  await page.getByRole('tab', { name: consoleEn.tab }).click()
  await page.locator('.xterm').click()
  await page.keyboard.press('Control+c')
  await page.keyboard.type('clear; echo stopped\n')
  await expect(screen(page)).toContainText('red:~#')
  await expect(screen(page)).not.toContainText('without-end')
})

test('without a machine there is no console, and the page says what to do', async ({ page, openLab }) => {
  const sheet = await openLab(page, EXAMPLE)
  await page.getByRole('navigation').getByRole('button', { name: consoleEn.tab }).click()
  await expect(page.getByText(consoleEn.notRunning)).toBeVisible()
  await sheet.node('red').locator('.nl-name').first().click({ button: 'right' })
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await expect(page.getByRole('menuitem', { name: consoleEn.actions.open })).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' } })

    test('axe finds nothing serious around a console', async ({ page, openLab }) => {
      const sheet = await openLab(page, EXAMPLE)
      await sheet.applyAndSettle()
      await page.getByRole('tab', { name: consoleEn.tab }).click()
      await expect(page.getByRole('group', { name: consoleEn.openIn })).toBeVisible()
      expect(await serious(page)).toEqual([])
      await openByMouse(sheet, 'red')
      await page.getByRole('button', { name: consoleEn.screenReader }).click()
      await page.locator('.xterm').click()
      await page.keyboard.type('ls --color /; exit 1\n')
      await expect(page.getByText(consoleEn.ended.exit(1))).toBeVisible()
      expect(await serious(page)).toEqual([])
    })
  })
}
