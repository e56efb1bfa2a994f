import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What axe calls serious or critical, with the places that it found. */
export async function serious(page: Page): Promise<string[]> {
  return found(new AxeBuilder({ page }))
}

/**
 * The same of what was just opened, in the light and in the dark page: what stands behind it is looked at where it stands alone. Only colours can
 * differ between the two. The page is left light; it has to follow the system's theme.
 *
 * @param part CSS selector
 */
export async function seriousInBoth(page: Page, part: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const dark = await found(new AxeBuilder({ page }).include(part).withRules(['color-contrast']))
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await found(new AxeBuilder({ page }).include(part))
  return [...dark.map((one) => `dark: ${one}`), ...light]
}

async function found(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary ?? ''})`).join('; ')}`)
}
