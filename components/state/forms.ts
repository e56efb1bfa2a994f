import type { Forms } from '../../core/edit/change-lab'

let forms: Forms | undefined

/**
 * What an edit is held to before it is shown. The schemas are fetched when the page is first touched: they are no part of the first picture,
 * and the server holds every edit to them in any case.
 */
export function knownForms(): Forms | undefined {
  return forms
}

async function fetchForms(): Promise<void> {
  try {
    forms = (await import('../../core/edit/apply')).labForms
  } catch {
    // Not to be had, as when the connection is lost just now: then the server alone decides.
    forms = undefined
  }
}

if (typeof window !== 'undefined') {
  for (const event of ['pointerdown', 'keydown', 'wheel']) {
    window.addEventListener(event, () => void fetchForms(), { once: true, capture: true, passive: true })
  }
}
