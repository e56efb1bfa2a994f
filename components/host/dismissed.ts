const KEY = 'netloom:settled:'

/** Which outcome of a lab this browser window was told of and closed; undefined for none. */
export function dismissed(lab: string): number | undefined {
  try {
    return Number(sessionStorage.getItem(KEY + lab)) || undefined
  } catch {
    // A browser may forbid storage; then it is told again after a reload.
    return undefined
  }
}

/** Remembers that the reader has closed it. */
export function dismiss(lab: string, at: number): void {
  try {
    sessionStorage.setItem(KEY + lab, String(at))
  } catch {
    // As above.
  }
}
