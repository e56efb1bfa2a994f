const key = (lab: string) => `netloom-guide-folded:${lab}`

/** Narrower than this, the guide and the canvas do not go side by side: the inspector lies over the canvas there, too. */
const NARROW = '(max-width: 1199px)'

/** Whether the guide of a lab is folded away: as this reader left it, else where there is no room for it. */
export function isFolded(lab: string): boolean {
  const left = localStorage.getItem(key(lab))
  return left === null ? window.matchMedia(NARROW).matches : left === '1'
}

/** Remembers how the reader left it. */
export function setFolded(lab: string, folded: boolean): void {
  localStorage.setItem(key(lab), folded ? '1' : '0')
}
