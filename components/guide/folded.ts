const key = (lab: string) => `netloom-guide-folded:${lab}`

/** Whether this reader has folded the guide of a lab away. */
export function isFolded(lab: string): boolean {
  return localStorage.getItem(key(lab)) !== null
}

export function setFolded(lab: string, folded: boolean): void {
  if (folded) localStorage.setItem(key(lab), '1')
  else localStorage.removeItem(key(lab))
}
