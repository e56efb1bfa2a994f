import type { Locator, Page } from '@playwright/test'
import { canvasZh } from '../components/i18n/canvas.zh'
import { guideEn } from '../components/i18n/guide.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { shellZh } from '../components/i18n/shell.zh'
import { importerZh } from '../components/importer/importer.zh'
import { machineZh } from '../components/machine/machine.zh'
import { serious } from './accessibility'
import { expect, test } from './fixtures'

const EXAMPLES = ['two-namespaces', 'host-namespace', 'red-blue-bridge', 'lan-gateway', 'port-forward', 'router-namespace']

test.describe('the gallery', () => {
  test('shows every example with its picture, and the labs of one’s own', async ({ page, server, openLab }) => {
    const { lab } = await openLab(page, 'two-namespaces')
    await page.getByRole('link', { name: shellEn.bar.back }).click()
    for (const name of EXAMPLES) {
      const card = page.locator('li', { has: page.getByRole('button', { name: shellEn.gallery.openExample(name) }) })
      await expect(card.getByRole('img', { name: shellEn.gallery.picture(name) })).toBeVisible()
      await expect(card).toContainText(/\d+ nodes, \d+ links?/)
    }
    await expect(page.getByRole('link', { name: shellEn.gallery.open(lab) })).toBeVisible()
    await page.goto(`${server.origin}/lab/never-drawn`)
    await expect(page.getByText(shellEn.problem.missingTitle)).toBeVisible()
  })

  test('duplicates a lab, and deletes one after a question', async ({ page, server, openLab }) => {
    const { lab } = await openLab(page)
    await page.goto(`${server.origin}/`)
    const own = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Open / }) })
    await expect(page.getByRole('link', { name: shellEn.gallery.open(lab), exact: true })).toBeVisible()
    const before = await own.count()
    await menuOf(page, lab, shellEn.gallery.duplicate)
    // A copy opens at once.
    await page.waitForURL(/\/lab\//)
    await page.goto(`${server.origin}/`)
    await expect(own).toHaveCount(before + 1)
    await menuOf(page, lab, shellEn.gallery.remove)
    const question = page.getByRole('dialog', { name: shellEn.gallery.removeTitle(lab) })
    await question.getByRole('button', { name: shellEn.gallery.removeDo }).click()
    await expect(page.getByRole('link', { name: shellEn.gallery.open(lab), exact: true })).toHaveCount(0)
    await expect(own).toHaveCount(before)
  })
})

test('the language changes to Chinese and stays so', async ({ page, server }) => {
  await page.goto(`${server.origin}/`)
  await page.getByRole('button', { name: shellEn.bar.menu }).click()
  await page.getByRole('menu').getByText(shellEn.language.zh, { exact: true }).click()
  await expect(page.getByRole('button', { name: shellZh.gallery.newLab }).first()).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await page.reload()
  await expect(page.getByRole('button', { name: shellZh.gallery.newLab }).first()).toBeVisible()
  await page.getByRole('button', { name: shellZh.gallery.openExample('two-namespaces') }).click()
  await expect(page.getByTestId('apply')).toContainText(shellZh.bar.apply)
  await expect(page.locator('.nl-canvas')).toHaveAttribute('aria-label', canvasZh.title)
  for (const [path, title] of [
    ['import', importerZh.title],
    ['machine', machineZh.title],
  ]) {
    await page.goto(`${server.origin}/${path}`)
    await expect(page).toHaveTitle(`${title} · Netloom`)
  }
})

test('a dark page is dark from its first picture on', async ({ page, server }) => {
  await page.goto(`${server.origin}/`)
  await setTheme(page, shellEn.theme.dark)
  const dark = await background(page)
  expect(lightness(dark)).toBeLessThan(0.3)
  await page.reload()
  expect(await background(page)).toBe(dark)
  await setTheme(page, shellEn.theme.light)
  expect(lightness(await background(page))).toBeGreaterThan(0.7)
})

test('at 1024 wide nothing scrolls sideways, and the inspector lies over the canvas but not over what it is about', async ({
  page,
  server,
  openLab,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.goto(`${server.origin}/`)
  expect(await sideways(page)).toBe(0)
  const sheet = await openLab(page, 'lan-gateway')
  for (const name of ['internet', 'host']) {
    await sheet.select(name)
    await expect.poll(() => right(sheet.node(name))).toBeLessThanOrEqual(await left(sheet.inspector))
    await sheet.inspector.getByRole('button', { name: panelsEn.inspector.close }).click()
    await expect(sheet.inspector).toHaveCount(0)
  }
  const canvas = await sheet.canvas.boundingBox()
  await sheet.select('blue')
  for (const tab of [panelsEn.drawer.plan, panelsEn.drawer.ping, panelsEn.drawer.script, panelsEn.drawer.events]) {
    await sheet.openDrawer(tab)
    expect(await sideways(page), tab).toBe(0)
  }
  expect((await sheet.canvas.boundingBox())?.width).toBe(canvas?.width)
  for (const element of [sheet.apply, sheet.inspector, page.getByRole('button', { name: shellEn.bar.menu })]) {
    const box = await element.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(1024)
  }
})

test('guide and inspector share a column where two would leave the canvas no room', async ({ page, openLab }) => {
  const sheet = await openLab(page, 'lan-gateway')
  const guide = page.getByRole('complementary', { name: guideEn.title })
  await expect(guide).toBeVisible()
  await sheet.select('blue')
  await sheet.openDrawer(panelsEn.drawer.plan)
  expect((await sheet.canvas.boundingBox())?.width).toBeGreaterThan(1050)
  await expect(sheet.row('blue', 'veth-blue')).toBeVisible()
  await expect(guide).toBeVisible()
  expect(await left(sheet.inspector)).toBe(await left(guide))

  await page.setViewportSize({ width: 1680, height: 900 })
  await expect(guide).toBeVisible()
  expect(await left(sheet.inspector)).toBeGreaterThan((await right(sheet.canvas)) - 1)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' } })

    test('finds nothing serious in the gallery', async ({ page, server }) => {
      await page.goto(`${server.origin}/`)
      await expect(page.getByRole('img').first()).toBeVisible()
      expect(await serious(page)).toEqual([])
      await page.getByRole('button', { name: shellEn.gallery.newLab }).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await serious(page)).toEqual([])
    })

    test('finds nothing serious in the editor, with everything open', async ({ page, openLab }) => {
      test.setTimeout(120_000)
      const sheet = await openLab(page, 'lan-gateway')
      expect(await serious(page), 'as opened').toEqual([])
      await sheet.applyAndSettle()
      await sheet.select('blue')
      await sheet.ping('blue', 'neighbour')
      await expect(page.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
      expect(await serious(page), 'running, pinged').toEqual([])
      for (const tab of [panelsEn.drawer.plan, panelsEn.drawer.script, panelsEn.drawer.events]) {
        await sheet.openDrawer(tab)
        expect(await serious(page), tab).toEqual([])
      }
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await serious(page), 'command palette').toEqual([])
    })
  })

test.describe('who may come in', () => {
  test('a browser without the cookie is kept at the door, and a link works once', async ({ browser, server, session }) => {
    const stranger = await browser.newContext()
    const page = await stranger.newPage()
    expect((await page.goto(`${server.origin}/`))?.status()).toBe(401)
    await expect(page.locator('body')).not.toContainText(shellEn.gallery.examples)
    // The session of these tests has used it; where the server was started again meanwhile, this visitor uses the new one.
    expect(session).toBeDefined()
    const visitor = await browser.newContext()
    expect([303, 403]).toContain((await visitor.request.get(server.entry, { maxRedirects: 0 })).status())
    expect((await page.goto(server.entry))?.status()).toBe(403)
    await visitor.close()
    await stranger.close()
  })

  test('the cookie is out of reach of scripts and of other sites', async ({ context, page, server }) => {
    await page.goto(`${server.origin}/`)
    const cookies = await context.cookies(server.origin)
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(new URL(page.url()).search).toBe('')
  })

  test('another site’s page gets nothing, with the cookie in the same browser', async ({ context, page, server }) => {
    await context.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>hello</p>' }))
    await page.goto('http://evil.example/')
    expect(await page.evaluate(reach, server.origin)).toEqual({ fetched: 'refused', socket: 'refused' })
  })

  test('a name that was pointed here gets nothing', async ({ request, server }) => {
    const answer = await request.get(`${server.origin}/`, { headers: { host: 'evil.example' } })
    expect(answer.status()).toBe(403)
  })

  test('the page says what it may load, and nobody may frame it', async ({ page, server }) => {
    const answer = await page.goto(`${server.origin}/`)
    const policy = answer?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toMatch(/default-src 'self'/)
    expect(answer?.headers()['x-content-type-options']).toBe('nosniff')
  })
})

/** Runs in a foreign page: tries to read ours and to open its socket. */
async function reach(origin: string): Promise<{ fetched: string; socket: string }> {
  const fetched = await fetch(`${origin}/`, { credentials: 'include' }).then(
    () => 'answered',
    () => 'refused',
  )
  const socket = await new Promise<string>((resolve) => {
    const wire = new WebSocket(`${origin.replace('http', 'ws')}/socket/?EIO=4&transport=websocket`)
    wire.onopen = () => resolve('open')
    wire.onerror = () => resolve('refused')
  })
  return { fetched, socket }
}

async function menuOf(page: Page, lab: string, entry: string): Promise<void> {
  await page.getByRole('link', { name: shellEn.gallery.open(lab), exact: true }).hover()
  await page.getByRole('button', { name: shellEn.gallery.more(lab), exact: true }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

async function setTheme(page: Page, theme: string): Promise<void> {
  await page.getByRole('button', { name: shellEn.bar.menu }).click()
  await page.getByRole('menu').getByText(theme, { exact: true }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
}

/** The page's own colour, as red, green and blue from 0 to 255. */
function background(page: Page): Promise<string> {
  return page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')
    if (!pen) throw new Error('this browser draws no canvas')
    const [own, root] = [document.body, document.documentElement].map((one) => getComputedStyle(one).backgroundColor)
    pen.fillStyle = own && own !== 'rgba(0, 0, 0, 0)' ? own : (root ?? 'white')
    pen.fillRect(0, 0, 1, 1)
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(' ')
  })
}

function lightness(rgb: string): number {
  return Math.max(...rgb.split(' ').map(Number)) / 255
}

async function left(of: Locator): Promise<number> {
  return (await of.boundingBox())?.x ?? 0
}

async function right(of: Locator): Promise<number> {
  const box = await of.boundingBox()
  return box ? box.x + box.width : 0
}

/** Pixels by which the page could be scrolled sideways. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}
