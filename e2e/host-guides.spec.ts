import { expect, type Locator, type Page } from '@playwright/test'
import { guideEn } from '../components/i18n/guide.en'
import { hostEn } from '../components/i18n/host.en'
import { shellEn } from '../components/i18n/shell.en'
import type { Guide } from '../core/guide/guide'
import { containerAttach } from '../core/guide/guides/container-attach'
import { nicToBridge } from '../core/guide/guides/nic-to-bridge'
import { pipework } from '../core/guide/guides/pipework'
import { chooseHost, question, test } from './computer'
import { canRunDocker, DOCKER, NO_DOCKER } from './engine'
import type { Server } from './server'
import { Sheet } from './sheet'

const panelOf = (page: Page) => page.getByRole('complementary', { name: guideEn.title })

/** Answers the question with yes where one is asked: not every change is asked about. `end` is seen once the change is made. */
async function agree(page: Page, end: Locator): Promise<void> {
  await expect(question(page).or(end).first()).toBeVisible({ timeout: 20_000 })
  if (await question(page).isVisible())
    await question(page)
      .getByRole('button', { name: / here$/ })
      .click()
}

/** A guide on this computer from its first button to its last step, each by its own click, asked before each that changes something. */
async function follow(page: Page, server: Server, guide: Guide): Promise<Sheet> {
  const sheet = await Sheet.open(page, server, guide.lab)
  await chooseHost(page)
  // Containers that were just started are seen a moment later.
  await expect(sheet.sync).not.toContainText('conflict')
  const panel = panelOf(page)
  await panel.getByRole('button', { name: guideEn.begin, exact: true }).click()
  for (const { id, action, answer } of guide.steps)
    await test.step(id, async () => {
      const step = panel.locator(`[data-step="${id}"]`)
      await expect(step).toHaveAttribute('data-stage', 'current')
      if (answer !== undefined) await step.getByRole('radio').nth(answer).check()
      if (action) await step.getByRole('button', { name: guideEn.do[action.kind], exact: true }).click()
      const done = panel.locator(`[data-step="${id}"][data-stage="done"]`)
      if (action?.kind === 'apply' || action?.kind === 'edit') await agree(page, done)
      // What may cut its reader off is kept by hand.
      if (id === 'card') await page.getByTestId('keep').getByRole('button', { name: hostEn.keep.keep, exact: true }).click()
      await expect(done).toBeVisible({ timeout: 20_000 })
    })
  await expect(panel).toContainText(guideEn.allDone)
  return sheet
}

/** The first fault, found by pointing at its culprit, mended by taking the drawing back, and proved. */
async function mendFirst(page: Page, sheet: Sheet, guide: Guide): Promise<void> {
  const panel = panelOf(page)
  const t = guideEn.breakIt
  const [fault] = guide.faults
  const [culprit] = fault?.culprits ?? []
  if (!fault || !culprit || !('node' in culprit)) throw new Error(`${guide.lab} has no fault to find`)
  const prove = panel.getByRole('button', { name: t.try, exact: true })
  await panel.getByRole('button', { name: t.fault(1), exact: true }).click()
  await agree(page, prove)
  await prove.click({ timeout: 30_000 })
  await expect(prove).toBeEnabled({ timeout: 20_000 })
  await expect(panel).not.toContainText(t.mended)
  await sheet.select(culprit.node)
  await panel.getByRole('button', { name: t.here, exact: true }).click()
  await expect(panel).toContainText(t.found)
  await page.getByRole('button', { name: shellEn.actions.undo, exact: true }).click()
  await sheet.apply.click()
  const inSync = sheet.sync.filter({ hasText: shellEn.sync.inSync })
  await agree(page, inSync)
  await expect(inSync).toBeVisible({ timeout: 30_000 })
  await prove.click()
  await expect(panel).toContainText(t.mended, { timeout: 20_000 })
  await panel.getByRole('button', { name: t.finish, exact: true }).click()
  await expect(panel.getByRole('button', { name: t.surprise })).toBeVisible()
}

test('nic-to-bridge, guided: the card moves, and nothing of this computer is broken for practice', async ({
  page,
  computer: { root, server },
}) => {
  test.setTimeout(180_000)
  await follow(page, server, nicToBridge)
  await expect(panelOf(page).getByRole('button', { name: guideEn.breakIt.fault(1), exact: true })).toHaveCount(0)
  expect(await root.sh('ip netns exec guest ping -c1 -W2 192.168.0.1')).toContain('1 received')
})

test('container-attach and pipework, guided: cables into containers, each broken once and mended', async ({
  page,
  computer: { root, server },
}) => {
  test.setTimeout(240_000)
  test.skip(!(await canRunDocker(root)), NO_DOCKER)
  await root.sh(DOCKER(root.folder, 'test01', 'test1', 'test2'))
  for (const guide of [containerAttach, pipework]) {
    const sheet = await follow(page, server, guide)
    await mendFirst(page, sheet, guide)
    expect((await server.cli('destroy', sheet.lab, '--machine', 'host')).code).toBe(0)
  }
})
