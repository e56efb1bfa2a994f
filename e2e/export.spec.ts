import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { panelsEn } from '../components/i18n/panels.en'
import { parseLabFile } from '../core/lab/file'
import { expect, test } from './fixtures'

/** What a button of the drawer downloads. */
async function downloaded(page: Page, button: string): Promise<{ name: string; data: Buffer }> {
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.script })
  const coming = page.waitForEvent('download')
  await panel.getByRole('button', { name: button, exact: true }).click()
  const download = await coming
  return { name: download.suggestedFilename(), data: await readFile(await download.path()) }
}

test('a lab is taken away as a script in either dialect, as its file, and as a picture', async ({ page, openLab }) => {
  const sheet = await openLab(page, 'port-forward')
  const { lab } = sheet
  await sheet.openDrawer(panelsEn.drawer.script)
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.script })
  const t = panelsEn.script

  await test.step('the script, with the rules as nft and as iptables', async () => {
    expect((await downloaded(page, t.download)).data.toString()).toContain('dnat ip to 192.168.15.2:80')
    await panel.getByRole('radio', { name: 'iptables' }).click()
    const { name, data } = await downloaded(page, t.download)
    expect(name).toBe(`${lab}.sh`)
    expect(data.toString()).toContain('--to-destination 192.168.15.2:80')
  })

  await test.step('the file, which says the same lab', async () => {
    await panel.getByRole('radio', { name: t.yaml }).click()
    const { name, data } = await downloaded(page, t.download)
    expect(name).toBe(`${lab}.netloom.yaml`)
    const read = parseLabFile(data.toString())
    expect(read.diagnostics).toEqual([])
    expect(read.lab?.nodes.host).toMatchObject({ nat: [{ type: 'dnat', to: '192.168.15.2:80' }] })
  })

  await test.step('the picture, as SVG with every node in it, and as PNG', async () => {
    await panel.getByRole('radio', { name: t.picture }).click()
    const svg = await downloaded(page, t.svg)
    expect(svg.name).toBe(`${lab}.svg`)
    for (const node of ['host', 'blue', 'neighbour', 'v-net-0']) expect(svg.data.toString()).toContain(node)
    const png = await downloaded(page, t.png)
    expect(png.name).toBe(`${lab}.png`)
    expect(png.data.subarray(1, 4).toString('latin1')).toBe('PNG')
    // The width of the image header: a drawing, not an empty square.
    expect(png.data.readUInt32BE(16)).toBeGreaterThan(500)
  })
})
