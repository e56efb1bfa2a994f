interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const NAMES: Record<string, string> = {
  mod: MAC ? '⌘' : 'Ctrl',
  shift: MAC ? '⇧' : 'Shift',
  alt: MAC ? '⌥' : 'Alt',
  delete: 'Del',
  backspace: '⌫',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
}

/** The keys of a shortcut as they are printed on the reader's keyboard, in the order in which they are held. */
export function keyNames(shortcut: string): string[] {
  return shortcut.split('+').map((part) => NAMES[part] ?? (/^(.|f\d+)$/.test(part) ? part.toUpperCase() : part))
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(shortcut: string): string {
  return shortcut
    .replace('mod', MAC ? 'Meta' : 'Control')
    .replace('shift', 'Shift')
    .replace('alt', 'Alt')
}

/**
 * Whether a key event is this shortcut (`mod+shift+z`, `n`, `?`). Shift is asked for with letters and named keys only: what a
 * character key needs to be typed differs between keyboards.
 */
export function matchesShortcut(shortcut: string, event: Pressed): boolean {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (name: string) => parts.slice(0, -1).includes(name)
  const isCharacter = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  return (
    event.key.toLowerCase() === key &&
    (MAC ? event.metaKey : event.ctrlKey) === wants('mod') &&
    !(MAC ? event.ctrlKey : event.metaKey) &&
    event.altKey === wants('alt') &&
    (isCharacter || event.shiftKey === wants('shift'))
  )
}
