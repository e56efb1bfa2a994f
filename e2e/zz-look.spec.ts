import { expect, test } from './fixtures'

for (const theme of ['light', 'dark'] as const)
  test(`look ${theme}`, async ({ page, openLab }) => {
    await page.emulateMedia({ colorScheme: theme })
    await page.setViewportSize({ width: 1440, height: 900 })
    const sheet = await openLab(page, 'router-namespace')
    await page.screenshot({ path: `/tmp/dhcpx/${theme}-0.png` })
    await sheet.applyAndSettle()
    await expect(sheet.row('dom1', 'veth1.2')).toContainText('/24')
    await page.screenshot({ path: `/tmp/dhcpx/${theme}-1.png` })
    await sheet.select('Instance1')
    await sheet.inspector.getByRole('table').scrollIntoViewIfNeeded()
    await page.screenshot({ path: `/tmp/dhcpx/${theme}-2.png` })
    await sheet.row('dom1', 'veth1.2').click()
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.screenshot({ path: `/tmp/dhcpx/${theme}-3.png` })
  })
