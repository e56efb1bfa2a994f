import { vi } from 'vitest'

/** Waits until a check holds, as long as a machine that does other things as well may take; a hang is still found. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000 })
}
