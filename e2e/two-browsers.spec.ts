import type { BrowserContextOptions, Page } from '@playwright/test'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { elementKey } from '../core/lab/element'
import { expect, test } from './fixtures'
import { Sheet } from './sheet'

declare global {
  interface Window {
    /** When the page got the key, and when the node was in its DOM, in milliseconds since 1970. */
    pressedAt?: number
    seenAt?: Promise<number>
  }
}

const SAMPLES = 7

test('two browsers on one lab see each other’s edits, and each takes back its own', async ({
  browser,
  session,
  contextOptions,
  page,
  openLab,
}, info) => {
  const ours = await openLab(page)
  const context = await browser.newContext(otherUser(contextOptions, session))
  const theirs = await Sheet.join(await context.newPage(), ours)

  await test.step('what one draws, the other sees', async () => {
    const times: number[] = []
    for (let at = 1; at <= SAMPLES; at++) times.push(await arrival(page, theirs.page, `ns${at}`))
    times.sort((a, b) => a - b)
    info.annotations.push({
      type: 'edit to the other page’s DOM',
      description: `median ${times[Math.floor(SAMPLES / 2)]} ms, slowest ${times.at(-1)} ms of ${SAMPLES}`,
    })
    await theirs.page.keyboard.press('b')
    await expect(ours.node('br0')).toBeVisible()
  })

  await test.step('edits to different things at the same time both stay', async () => {
    await ours.select('ns1')
    await theirs.select('ns2')
    await Promise.all([ours.fill(panelsEn.inspector.name, 'red'), theirs.fill(panelsEn.inspector.name, 'blue')])
    for (const sheet of [ours, theirs]) {
      await expect(sheet.node('red')).toBeVisible()
      await expect(sheet.node('blue')).toBeVisible()
    }
  })

  await test.step('undo takes back one’s own last step, not the other’s', async () => {
    await undo(theirs)
    await expect(ours.node('ns2')).toBeVisible()
    await expect(ours.node('red')).toBeVisible()
    await undo(ours)
    await expect(theirs.node('ns1')).toBeVisible()
    await undo(theirs)
    await expect(ours.node('br0')).toHaveCount(0)
    await expect(ours.node(`ns${SAMPLES}`)).toBeVisible()
  })

  await test.step('an apply by one is on both pages', async () => {
    await ours.applyAndSettle()
    await expect(theirs.sync).toHaveText(shellEn.sync.inSync)
    await theirs.openDrawer(panelsEn.drawer.events)
    await expect(theirs.page.getByRole('tabpanel', { name: panelsEn.drawer.events })).toContainText(panelsEn.events.other)
  })
  await context.close()
})

/** Draws the namespace that comes next in `from`, and says how long it took to be in the DOM of `to`, in milliseconds. */
async function arrival(from: Page, to: Page, name: string): Promise<number> {
  const selector = `[data-element=${JSON.stringify(elementKey({ kind: 'node', node: name }))}]`
  await to.evaluate((wanted) => {
    window.seenAt = new Promise((resolve) => {
      const look = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return
        look.disconnect()
        resolve(Date.now())
      })
      look.observe(document.body, { childList: true, subtree: true })
    })
  }, selector)
  await from.evaluate(() => {
    const note = () => {
      window.pressedAt = Date.now()
    }
    window.addEventListener('keydown', note, { capture: true, once: true })
  })
  await from.keyboard.press('n')
  await expect(to.locator(selector)).toHaveCount(1)
  const seen = await to.evaluate(() => window.seenAt)
  const pressed = await from.evaluate(() => window.pressedAt)
  return Math.round((seen ?? Number.NaN) - (pressed ?? Number.NaN))
}

async function undo(sheet: Sheet): Promise<void> {
  await sheet.page.getByRole('button', { name: shellEn.actions.undo, exact: true }).click()
}

function otherUser(options: BrowserContextOptions, session: BrowserContextOptions['storageState']): BrowserContextOptions {
  return { ...options, storageState: session }
}
