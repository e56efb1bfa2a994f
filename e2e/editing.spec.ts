import { shellEn } from '../components/i18n/shell.en'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

/** The names of the nodes that are drawn, the host left out. */
async function drawn({ page }: Sheet): Promise<string[]> {
  const ids = await page
    .locator('.react-flow__node')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id') ?? ''))
  return ids.filter((id) => id !== 'host').sort()
}

test('nodes are drawn by double click, selected by a box, copied, duplicated, arranged and deleted', async ({ sheet, page }) => {
  const { keyboard, mouse } = page
  const box = await sheet.canvas.boundingBox()
  if (!box) throw new Error('there is no canvas')
  const at = (x: number, y: number) => [box.x + x, box.y + y] as const

  await test.step('a double click draws a namespace there', async () => {
    await mouse.dblclick(...at(200, 420))
    await expect(sheet.node('ns1')).toBeVisible()
    await mouse.dblclick(...at(200, 600))
    await expect.poll(() => drawn(sheet)).toEqual(['ns1', 'ns2'])
  })

  await test.step('a box around both selects both; copies are nodes of their own; one undo takes them back', async () => {
    await keyboard.press('Escape')
    await keyboard.down('Shift')
    await mouse.move(...at(20, 340))
    await mouse.down()
    await mouse.move(...at(300, 500), { steps: 4 })
    await mouse.move(...at(480, 720), { steps: 4 })
    await mouse.up()
    await keyboard.up('Shift')
    await expect(page.locator('.react-flow__node.selected')).toHaveCount(2)
    await keyboard.press('Control+c')
    await keyboard.press('Control+v')
    await expect.poll(() => drawn(sheet)).toHaveLength(4)
    await keyboard.press('Control+z')
    await expect.poll(() => drawn(sheet)).toEqual(['ns1', 'ns2'])
  })

  await test.step('a duplicate of one', async () => {
    await sheet.select('ns1')
    await keyboard.press('Control+d')
    await expect.poll(() => drawn(sheet)).toHaveLength(3)
  })

  await test.step('arranging moves nodes and nothing else', async () => {
    const before = await sheet.node('ns2').boundingBox()
    await keyboard.press('Shift+a')
    await expect.poll(async () => (await sheet.node('ns2').boundingBox())?.y).not.toBe(before?.y)
    expect(await drawn(sheet)).toHaveLength(3)
  })

  await test.step('Delete deletes what is selected, the host never', async () => {
    await keyboard.press('Control+a')
    await keyboard.press('Delete')
    await expect.poll(() => drawn(sheet)).toEqual([])
    await expect(sheet.node('host')).toBeVisible()
  })
})

test('what flows through a link is on it, and is gone when nothing flows', async ({ page, openLab, server }) => {
  const sheet = await openLab(page, 'two-namespaces')
  await sheet.applyAndSettle()
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
  const rate = page.locator('.nl-rate')
  await expect(rate).toHaveCount(0)
  const flood = server.cli('exec', sheet.lab, 'ns1', '--', 'ping', '-q', '-i', '0.01', '-s', '1400', '-c', '400', '172.16.0.2')
  await expect(rate.first()).toContainText('B/s')
  expect((await flood).code).toBe(0)
  await expect(rate).toHaveCount(0)
})
