import { guideEn } from '../components/i18n/guide.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { redBlueBridgeEn as words } from '../core/text/guides/red-blue-bridge.en'
import { expect, test } from './fixtures'
import type { Sheet } from './sheet'

const guideOf = (sheet: Sheet) => sheet.page.getByRole('complementary', { name: guideEn.title })
const stepOf = (sheet: Sheet, id: string) => guideOf(sheet).locator(`[data-step="${id}"]`)

/** Answers a question, and looks. */
async function predict(sheet: Sheet, id: keyof typeof words.steps, choice: number, verb?: string): Promise<void> {
  const step = stepOf(sheet, id)
  await step.getByRole('radio').nth(choice).check()
  if (verb) await step.getByRole('button', { name: verb, exact: true }).click()
  await expect(step).toHaveAttribute('data-stage', 'done', { timeout: 20_000 })
}

test('red-blue-bridge, guided: a click or a hand, a guess before each look, and the kernel has the last word', async ({
  page,
  openLab,
  server,
}) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'red-blue-bridge')
  const guide = guideOf(sheet)

  await test.step('it begins with the bridge that has no address; undo would bring that back', async () => {
    await guide.getByRole('button', { name: guideEn.begin, exact: true }).click()
    await expect(sheet.node('v-net-0')).not.toContainText('192.168.15.5/24')
    await expect(page.getByRole('button', { name: shellEn.actions.undo, exact: true })).toBeEnabled()
  })

  await test.step('pointing at a step lights its elements up', async () => {
    await stepOf(sheet, 'build').hover()
    await expect(sheet.node('red')).toHaveAttribute('data-hover', 'true')
    await expect(sheet.node('v-net-0')).toHaveAttribute('data-hover', 'true')
  })

  await test.step('a step says what is missing, and is done once the kernel has it', async () => {
    await expect(stepOf(sheet, 'build')).toContainText('nothing runs yet')
    await stepOf(sheet, 'build').getByRole('button', { name: guideEn.do.apply, exact: true }).click()
    await expect(stepOf(sheet, 'build')).toHaveAttribute('data-stage', 'done', { timeout: 30_000 })
    await expect(page.getByRole('status').filter({ hasText: guideEn.stepDone(words.steps.build.title) })).toBeAttached()
  })

  await test.step('questions are asked before the kernel is', async () => {
    const ping = stepOf(sheet, 'meet').getByRole('button', { name: guideEn.do.probe, exact: true })
    await expect(ping).toBeDisabled()
    await predict(sheet, 'meet', 0, guideEn.do.probe)
    await expect(stepOf(sheet, 'meet')).toContainText(guideEn.right)
    await predict(sheet, 'blind', 0, guideEn.do.probe)
    await expect(stepOf(sheet, 'blind')).toContainText('The kernel says otherwise.')
  })

  await test.step('drawn by hand is half of it: the step waits for the kernel', async () => {
    const step = stepOf(sheet, 'address')
    await step.getByText(guideEn.commands(1)).click()
    await expect(step).toContainText('ip address replace 192.168.15.5/24 dev v-net-0')
    await sheet.select('v-net-0')
    await sheet.inspector.getByRole('button', { name: panelsEn.inspector.addAddress }).click()
    await page.keyboard.type('192.168.15.5/24')
    await page.keyboard.press('Enter')
    await expect(step).toContainText('192.168.15.5/24 is drawn, but the kernel does not have it yet')
    await sheet.applyAndSettle()
    await expect(step).toHaveAttribute('data-stage', 'done')
  })

  await test.step('the rest, to its end', async () => {
    await predict(sheet, 'route', 1)
    await stepOf(sheet, 'sees').getByRole('button', { name: guideEn.do.probe, exact: true }).click()
    await expect(stepOf(sheet, 'sees')).toHaveAttribute('data-stage', 'done', { timeout: 20_000 })
    await predict(sheet, 'back', 1, guideEn.do.probe)
    await expect(guide).toContainText(guideEn.allDone)
    await expect(guide).toContainText(guideEn.progress(7, 7))
  })

  await test.step('a reload forgets nothing, and folding it away is remembered', async () => {
    await page.reload()
    await expect(guide).toContainText(guideEn.progress(7, 7))
    await page.keyboard.press('g')
    await expect(guide).toHaveCount(0)
    await page.reload()
    await expect(sheet.node('red')).toBeVisible()
    await expect(guide).toHaveCount(0)
    await page.getByRole('button', { name: shellEn.actions.showGuide, exact: true }).click()
    await expect(guide).toBeVisible()
  })

  expect(await server.ip(sheet.lab, 'host', 'route')).toMatchObject([{ dst: '192.168.15.0/24', dev: 'v-net-0' }])
})

test('a lab that was applied before its guide was begun is past some steps, and the guide says of each why', async ({
  page,
  openLab,
}) => {
  const sheet = await openLab(page, 'red-blue-bridge')
  const guide = guideOf(sheet)
  const begin = guide.getByRole('button', { name: guideEn.begin, exact: true })
  await expect(begin).toBeVisible()
  await sheet.applyAndSettle()
  for (const id of ['build', 'meet', 'blind']) {
    await expect(stepOf(sheet, id)).toHaveAttribute('data-stage', 'passed')
    await expect(stepOf(sheet, id)).toContainText(guideEn.isPast('v-net-0 in host has an address already'))
  }
  await expect(stepOf(sheet, 'address')).toHaveAttribute('data-stage', 'done')
  await expect(stepOf(sheet, 'address')).toContainText(guideEn.held)
  await expect(stepOf(sheet, 'route')).toHaveAttribute('data-stage', 'current')
  await predict(sheet, 'route', 1)
  await expect(stepOf(sheet, 'route')).not.toContainText(guideEn.held)

  await guide.getByRole('button', { name: guideEn.restart, exact: true }).click()
  await expect(stepOf(sheet, 'build')).toHaveAttribute('data-stage', 'current')
  await sheet.applyAndSettle()
  await expect(stepOf(sheet, 'build')).toHaveAttribute('data-stage', 'done')
  await expect(stepOf(sheet, 'meet')).toHaveAttribute('data-stage', 'current')
})

test('break it: a fault that no mark gives away is found by pointing at it, and mended by hand', async ({
  page,
  openLab,
  server,
}) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'red-blue-bridge')
  const guide = guideOf(sheet)
  const t = guideEn.breakIt

  await guide.getByRole('button', { name: t.fault(1), exact: true }).click()
  await expect(guide).toContainText(words.faults['end-down'].symptom, { timeout: 30_000 })
  await expect(sheet.sync).toHaveText(shellEn.sync.veiled)
  await expect(sheet.apply).toBeDisabled()
  expect(await server.ip(sheet.lab, 'red', 'link', 'show', 'dev', 'veth-red')).toMatchObject([{ operstate: 'DOWN' }])

  const tellTale = page.getByRole('tabpanel').getByText(panelsEn.events.linkDown('veth-red', 'red'), { exact: true })
  await sheet.openDrawer(panelsEn.drawer.events)
  await expect(page.getByRole('tabpanel')).toContainText(panelsEn.events.secret)
  await expect(tellTale).toHaveCount(0)

  await guide.getByRole('button', { name: t.try, exact: true }).click()
  await expect(guide.getByRole('button', { name: t.try, exact: true })).toBeEnabled({ timeout: 20_000 })
  await guide.getByRole('button', { name: t.hint(3), exact: true }).click()
  await expect(guide).toContainText(words.faults['end-down'].hints[0])

  await sheet.node('blue').locator('.nl-name').first().click()
  await guide.getByRole('button', { name: t.here, exact: true }).click()
  await expect(guide).toContainText(t.notHere)
  await sheet.row('red', 'veth-red').click()
  await guide.getByRole('button', { name: t.here, exact: true }).click()
  await expect(guide).toContainText(t.found)
  await expect(sheet.sync).toContainText('Drifted')
  await sheet.openDrawer(panelsEn.drawer.events)
  await expect(tellTale).toHaveCount(1)

  await server.run(sheet.lab, 'red', 'ip', 'link', 'set', 'dev', 'veth-red', 'up')
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
  await expect(guide).not.toContainText(t.mended)
  await guide.getByRole('button', { name: t.try, exact: true }).click()
  await expect(guide).toContainText(t.mended, { timeout: 20_000 })
  await guide.getByRole('button', { name: t.finish, exact: true }).click()
  await expect(guide.getByRole('button', { name: t.surprise })).toBeVisible()
})

test('break it: a reload gives nothing away, with the guide or without, and what was asked for stays shown', async ({
  page,
  openLab,
}) => {
  const sheet = await openLab(page, 'red-blue-bridge')
  const guide = guideOf(sheet)
  const t = guideEn.breakIt
  await guide.getByRole('button', { name: t.fault(1), exact: true }).click()
  await expect(guide).toContainText(words.faults['end-down'].symptom, { timeout: 30_000 })
  await expect(sheet.sync).toHaveText(shellEn.sync.veiled)

  await page.reload()
  await expect(guide).toContainText(words.faults['end-down'].symptom)
  await expect(sheet.sync).toHaveText(shellEn.sync.veiled)
  await expect(sheet.apply).toBeDisabled()
  await page.keyboard.press('g')
  await expect(guide).toHaveCount(0)
  await page.reload()
  await expect(sheet.sync).toHaveText(shellEn.sync.veiled)

  await page.getByRole('button', { name: shellEn.actions.showGuide, exact: true }).click()
  await guide.getByRole('button', { name: t.reveal, exact: true }).click()
  await expect(sheet.sync).toContainText('Drifted')
  await page.reload()
  await expect(sheet.sync).toContainText('Drifted')
  await expect(guide).toContainText(words.faults['end-down'].symptom)
  await expect(guide.getByRole('button', { name: t.reveal, exact: true })).toHaveCount(0)
})

test('a lab of one’s own has no guide, and a copy of a guided one has', async ({ page, openLab, server }) => {
  const own = await openLab(page)
  await expect(guideOf(own)).toHaveCount(0)
  await expect(page.getByRole('button', { name: shellEn.actions.showGuide, exact: true })).toHaveCount(0)
  const first = await openLab(page, 'red-blue-bridge')
  await page.goto(`${server.origin}/`)
  await page.getByRole('button', { name: shellEn.gallery.more(first.lab), exact: true }).click()
  await page.getByRole('menuitem', { name: shellEn.gallery.duplicate }).click()
  await page.waitForURL(/\/lab\//)
  await expect(guideOf(first)).toBeVisible()
})
