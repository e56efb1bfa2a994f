import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { examplesZh } from '../components/gallery/examples.zh'
import { canvasEn } from '../components/i18n/canvas.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { editingEn } from '../core/text/diagnostics/editing.en'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

interface Box {
  x: number
  y: number
  width: number
  height: number
}

async function boxOf(sheet: Sheet, name: string): Promise<Box> {
  const box = await sheet.node(name).boundingBox()
  if (!box) throw new Error(`${name} is not on the page`)
  return box
}

/** The nearest that two boxes come to each other, in pixels; negative where they overlap. */
function gap(a: Box, b: Box): number {
  const x = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width)
  const y = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height)
  return Math.max(x, y)
}

/** What the canvas is moved by and how large it is drawn. */
async function view({ page }: Sheet): Promise<{ x: number; y: number; zoom: number }> {
  return page.locator('.react-flow__viewport').evaluate((element) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform)
    return { x: e, y: f, zoom: a }
  })
}

test('an empty sheet asks for nothing, and the first node is something to do', async ({ sheet, page }) => {
  await expect(sheet.sync).toHaveText(shellEn.sync.empty)
  await expect(sheet.apply).toHaveAttribute('aria-disabled', 'true')
  await sheet.openDrawer(panelsEn.drawer.plan)
  await expect(page.getByRole('tabpanel')).toContainText(panelsEn.plan.nothingDrawn)
  await page.keyboard.press('n')
  await expect(sheet.apply).toHaveAttribute('aria-disabled', 'false')
})

test('nodes that are drawn by key leave each other room', async ({ sheet, page }) => {
  const names = ['ns1', 'ns2', 'ns3', 'br0', 'br1']
  await page.keyboard.type('nnnbb')
  await expect(sheet.node('br1')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  const { zoom } = await view(sheet)
  const boxes = await Promise.all(['host', ...names].map((name) => boxOf(sheet, name)))
  for (const [at, one] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) expect(gap(one, other)).toBeGreaterThanOrEqual(32 * zoom)
  }
})

test('a line that is dropped where it began says why, and a press without a line says nothing', async ({ page, openLab }) => {
  const sheet = await openLab(page, 'two-namespaces')
  const why = editingEn['edit-join-itself'].message({ node: 'ns1' })
  await sheet.node('ns1').hover()
  const grip = page.locator('[data-join-handle="ns1"][data-side="bottom"]').first()
  await grip.click({ force: true })
  await expect(page.getByText(why)).toHaveCount(0)

  await sheet.node('ns1').hover()
  await grip.hover({ force: true })
  const box = await boxOf(sheet, 'ns1')
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 })
  await expect(page.locator('.nl-pointer-words')).toContainText(why)
  await page.mouse.up()
  await expect(page.locator('.nl-pointer-words')).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: why })).toBeVisible()
})

test('a dragged node comes to rest on the grid, and zoom to fit brings back what was moved out of sight', async ({
  page,
  openLab,
}) => {
  const sheet = await openLab(page, 'two-namespaces')
  const start = await view(sheet)

  await test.step('dragged by any distance, its place in the lab is a multiple of 8', async () => {
    const before = await boxOf(sheet, 'ns1')
    const at = { x: before.x + 60, y: before.y + 14 }
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x - 30, at.y + 21, { steps: 3 })
    await page.mouse.move(at.x - 61, at.y + 43, { steps: 5 })
    await page.mouse.up()
    await expect.poll(async () => (await boxOf(sheet, 'ns1')).x).toBeLessThan(before.x - 40)
    const place = await page
      .locator('.react-flow__node[data-id="ns1"]')
      .evaluate((node) => new DOMMatrix(getComputedStyle(node).transform))
    expect([Math.abs(place.e % 8), Math.abs(place.f % 8)]).toEqual([0, 0])
    await expect
      .poll(() => readFile(join(sheet.server.home, 'labs', `${sheet.lab}.netloom.yaml`), 'utf8'))
      .toContain(`ns1: { x: ${place.e}, y: ${place.f} }`)
  })

  await test.step('the paper is dragged away and drawn larger; one click shows the whole lab again', async () => {
    await page.keyboard.press('Escape')
    const canvas = await sheet.canvas.boundingBox()
    if (!canvas) throw new Error('there is no canvas')
    const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height - 80]
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, -400)
    await expect.poll(async () => (await view(sheet)).zoom).toBeGreaterThan(start.zoom)
    await page.mouse.down()
    await page.mouse.move(x - 200, y - 300, { steps: 4 })
    await page.mouse.move(x - 500, y - 700, { steps: 4 })
    await page.mouse.up()
    await expect(sheet.node('host')).not.toBeInViewport()
    await page.getByRole('button', { name: canvasEn.actions.fit, exact: true }).click()
    for (const name of ['host', 'ns1', 'ns2']) {
      await expect
        .poll(async () => {
          const box = await sheet.node(name).boundingBox()
          if (!box) return false
          const inside = box.x >= canvas.x && box.x + box.width <= canvas.x + canvas.width
          return inside && box.y >= canvas.y && box.y + box.height <= canvas.y + canvas.height
        })
        .toBe(true)
    }
  })
})

test('an erased NAT rule stays on the canvas, struck, until it is gone from the kernel', async ({ page, openLab }) => {
  const sheet = await openLab(page, 'red-blue-bridge')
  await sheet.natByMouse('host', 'v-net-0')
  await expect(sheet.apply).toContainText('21')
  await sheet.applyAndSettle()
  await sheet.nat('host', 0).click()
  await page.keyboard.press('Delete')
  await expect(sheet.nat('host', 0)).toHaveAttribute('data-ghost', 'true')
  await expect(sheet.nat('host', 0)).toHaveCSS('text-decoration-line', 'line-through')
  await sheet.nat('host', 0).click({ force: true })
  await expect(sheet.inspector).toHaveCount(0)
  await sheet.applyAndSettle()
  await expect(sheet.nat('host', 0)).toHaveCount(0)
})

test('a ping without an answer draws no scale', async ({ page, openLab }) => {
  const sheet = await openLab(page, 'two-namespaces')
  await sheet.applyAndSettle()
  await sheet.server.run(sheet.lab, 'ns2', 'sysctl', '-qw', 'net.ipv4.icmp_echo_ignore_all=1')
  await sheet.ping('ns1', 'ns2', 1)
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
  const drawing = panel.getByRole('img', { name: panelsEn.reach.spark(0, 1) })
  await expect(drawing).toBeVisible({ timeout: 15_000 })
  await expect(drawing.locator('text')).toHaveCount(0)
})

test('the examples speak the reader’s language', async ({ page, server }) => {
  await page.goto(`${server.origin}/`)
  await page.getByRole('button', { name: shellEn.bar.menu }).click()
  await page.getByRole('menu').getByText(shellEn.language.zh, { exact: true }).click()
  for (const [name, { title, description }] of Object.entries(examplesZh.labs)) {
    const card = page.locator(`[data-lab="${name}"]`).last()
    await expect(card).toContainText(title)
    await expect(card).toContainText(description)
  }
  await expect(page.getByText(examplesZh.needsHost, { exact: true })).toHaveCount(3)
})
