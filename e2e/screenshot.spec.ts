import { join } from 'node:path'
import { panelsEn } from '../components/i18n/panels.en'
import { expect, test } from './fixtures'

const PICTURE = join(import.meta.dirname, '..', 'docs', 'screenshot.png')

test.skip(process.env.NETLOOM_SCREENSHOT !== '1', 'writes docs/screenshot.png when NETLOOM_SCREENSHOT=1')
test.use({ viewport: { width: 1440, height: 900 }, contextOptions: { colorScheme: 'light', deviceScaleFactor: 2 } })

test('the picture in the README is a lab that runs', async ({ page, openLab, server }) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'lan-gateway')
  await sheet.applyAndSettle()
  await sheet.ping('blue', '8.8.8.8', 300)
  // So that there is something to see on the links beside the ping.
  const busy = server.background('exec', sheet.lab, 'red', '--', 'ping', '-n', '-i', '0.02', '-s', '1200', '192.168.1.100')
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
  await expect(page.locator('.nl-rate').first()).toBeVisible({ timeout: 20_000 })
  await expect(panel.getByText(/^(2[5-9]|[3-9]\d|\d{3}) of \d+ answered/)).toBeVisible({ timeout: 30_000 })
  await page.mouse.move(720, 60)
  await page.screenshot({ path: PICTURE })
  await busy.end()
})
