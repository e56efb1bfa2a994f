import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { machineEn } from '../core/text/diagnostics/machine.en'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

const t = panelsEn.plan

function planOf({ page }: Sheet) {
  return page.getByRole('tabpanel', { name: panelsEn.drawer.plan })
}

test('an apply that the kernel refuses half way is taken back, and says what failed, where and what to do', async ({
  page,
  openLab,
  server,
}) => {
  const sheet = await openLab(page, 'two-namespaces')
  await sheet.applyAndSettle()
  const before = await server.ip(sheet.lab, 'host', 'netns', 'list')

  // As many network namespaces as there are is as many as this machine may have from now on.
  await server.run(sheet.lab, 'host', 'sh', '-c', 'echo 0 > /proc/sys/user/max_net_namespaces')
  await page.keyboard.press('Escape')
  await page.keyboard.press('b')
  await page.keyboard.press('n')
  await expect(sheet.node('ns3')).toBeVisible()
  await sheet.apply.click()

  const plan = planOf(sheet)
  const failure = plan.getByRole('alert')
  await expect(failure).toContainText('ip netns add ns3')
  await expect(failure).toContainText(t.errno.ENOSPC)
  await expect(failure).toContainText(t.undone)
  await expect(failure.getByRole('button', { name: 'ns3' })).toBeVisible()
  await expect(sheet.sync).toHaveText(shellEn.sync.failed)
  expect(await server.ip(sheet.lab, 'host', 'netns', 'list')).toEqual(before)

  await test.step('with the cause gone, the same plan goes through', async () => {
    await server.run(sheet.lab, 'host', 'sh', '-c', 'echo 100 > /proc/sys/user/max_net_namespaces')
    await sheet.applyAndSettle()
    await expect(failure).toHaveCount(0)
  })
})

test('a name that something foreign has is a conflict: nothing is applied, and the plan says whose it is and what to do', async ({
  page,
  openLab,
  server,
}) => {
  const sheet = await openLab(page, 'two-namespaces')
  await sheet.applyAndSettle()
  await server.run(sheet.lab, 'host', 'ip', 'link', 'add', 'br0', 'type', 'bridge')
  await page.keyboard.press('Escape')
  await page.keyboard.press('b')
  await expect(sheet.node('br0')).toBeVisible()
  await expect(sheet.sync).toHaveText(shellEn.sync.conflicts(1))
  await expect(sheet.apply).toHaveAttribute('aria-disabled', 'true')

  await sheet.openDrawer(panelsEn.drawer.plan)
  const plan = planOf(sheet)
  await expect(plan).toContainText(t.conflicts)
  await expect(plan).not.toContainText('and read back')
  const words = { name: 'br0', netns: 'host' }
  await expect(plan).toContainText(machineEn['foreign-interface'].message(words))
  await expect(plan).toContainText(machineEn['foreign-interface'].suggestion(words))
  await expect(plan.getByRole('button', { name: 'br0' })).toBeVisible()

  await server.run(sheet.lab, 'host', 'ip', 'link', 'del', 'br0')
  await sheet.applyAndSettle()
})
