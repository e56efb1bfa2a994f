import { type BrowserContextOptions, test as base, type Page } from '@playwright/test'
import { Server } from './server'
import { Sheet } from './sheet'

interface WorkerFixtures {
  /** The real server; one for all tests of a worker. */
  server: Server
  /** The cookie that the one-time token was exchanged for. */
  session: BrowserContextOptions['storageState']
}

interface TestFixtures {
  /** A fresh copy of an example or an empty lab, opened in `page`; destroyed and deleted afterwards. */
  sheet: Sheet
  /** Opens a lab of its own for this test: from an example, or empty. Returns the lab's name. */
  openLab: (page: Page, from?: string) => Promise<Sheet>
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await Server.start()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  session: [
    async ({ server, browser }, use) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(server.entry)
      await use(await context.storageState())
      await context.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ browser, session, contextOptions }, use) => {
    const context = await browser.newContext({ ...contextOptions, storageState: session })
    await use(context)
    await context.close()
  },
  openLab: async ({ server }, use) => {
    const opened: string[] = []
    await use(async (page, from) => {
      const sheet = await Sheet.open(page, server, from)
      opened.push(sheet.lab)
      return sheet
    })
    for (const lab of opened) await server.cli('destroy', lab)
  },
  sheet: async ({ page, openLab }, use) => {
    await use(await openLab(page))
  },
})

export { expect } from '@playwright/test'
