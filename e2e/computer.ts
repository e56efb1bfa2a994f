import { join } from 'node:path'
import { type BrowserContext, test as base, type Locator, type Page } from '@playwright/test'
import { hostEn } from '../components/i18n/host.en'
import { PrivateRoot } from './private-root'
import { Server } from './server'
import type { Sheet } from './sheet'

const { expect } = base

const AGENT = join(import.meta.dirname, '..', 'dist', 'agent.js')
/** Enough to decide in, short enough to wait for. */
const CONFIRM_SECONDS = 10
/** An interface of the computer with a neighbour beyond it, and no forwarding yet, whatever the computer around it does. */
const NIC = `
  sysctl -q -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
  ip netns add lan
  ip link add eth0 type veth peer name eth0 netns lan
  ip address add 192.168.0.10/24 dev eth0
  ip link set eth0 up
  ip -n lan address add 192.168.0.1/24 dev eth0
  ip -n lan link set eth0 up`

interface Computer {
  root: PrivateRoot
  server: Server
}

/** A computer of its own for each test, with Netloom started there by its root. */
export const test = base.extend<{ computer: Computer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  computer: async ({}, use) => {
    const root = await PrivateRoot.start()
    test.skip(root === undefined, 'this system lets nobody make a private root')
    if (!root) return
    await root.sh(`${NIC}; mkdir -m 711 /run/netloom`)
    const agent = ['--machine', 'host', '--folder', '/run/netloom', '--confirm', String(CONFIRM_SECONDS)]
    await root.stay([process.execPath, AGENT, ...agent])
    const server = await Server.start(root)
    await use({ root, server })
    await root.stop()
    await server.stop()
  },
  context: async ({ browser, computer, contextOptions }, use) => {
    const context = await browser.newContext(contextOptions)
    await enter(context, computer.server)
    await use(context)
    await context.close()
  },
})

/** Opens the server's entry link, as the first page of a browser does. */
export async function enter(context: BrowserContext, server: Server): Promise<void> {
  const page = await context.newPage()
  await page.goto(server.entry)
  await page.close()
}

/** The header's word for the machine that the lab is on. */
export const badge = (page: Page): Locator => page.getByTestId('machine')
/** What is asked before this computer is touched. */
export const question = (page: Page): Locator => page.getByRole('dialog', { name: hostEn.ask.title })

/** Puts the open lab on this computer. */
export async function chooseHost(page: Page): Promise<void> {
  await badge(page).click()
  await page.getByRole('menuitemcheckbox', { name: new RegExp(`^${hostEn.here}`) }).click()
  await expect(badge(page)).toContainText(hostEn.here)
}

/** Opens the example, puts it on the computer and answers the question. */
export async function applyHere(sheet: Sheet): Promise<void> {
  await sheet.apply.click()
  await question(sheet.page)
    .getByRole('button', { name: /^Apply \d+ steps here$/ })
    .click()
}
