import type { ITheme } from '@xterm/xterm'

/** The sixteen colours of a terminal for each ground; the terminal raises the contrast of what a program puts on another one. */
const LIGHT: ITheme = {
  black: '#1d2228',
  red: '#b8322a',
  green: '#1b7a43',
  yellow: '#94590a',
  blue: '#1f5bb5',
  magenta: '#8a3a94',
  cyan: '#0e6f6f',
  white: '#545b65',
  brightBlack: '#646b75',
  brightRed: '#a02822',
  brightGreen: '#146437',
  brightYellow: '#7c4a08',
  brightBlue: '#194c99',
  brightMagenta: '#742f7d',
  brightCyan: '#0b5c5c',
  brightWhite: '#2e343b',
}
const DARK: ITheme = {
  black: '#2e343b',
  red: '#f0857b',
  green: '#55c285',
  yellow: '#e3a84a',
  blue: '#7db0ff',
  magenta: '#d59ae0',
  cyan: '#5cc4c0',
  white: '#c9ced4',
  brightBlack: '#8f98a3',
  brightRed: '#ff9f96',
  brightGreen: '#74d9a0',
  brightYellow: '#f3c06d',
  brightBlue: '#9cc3ff',
  brightMagenta: '#e4b5ec',
  brightCyan: '#7fdad6',
  brightWhite: '#e7e9ec',
}

/** The page's own colours as they are in `element` now. */
export function terminalTheme(element: HTMLElement): ITheme {
  const probe = element.appendChild(document.createElement('span'))
  // A custom property reads as it was written; a colour reads as it is.
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const [background, foreground, accent, selection] = [colour('surface'), colour('ink'), colour('accent'), colour('accent-wash')]
  probe.remove()
  const dark = brightness(background) < brightness(foreground)
  return {
    ...(dark ? DARK : LIGHT),
    background,
    foreground,
    cursor: accent,
    cursorAccent: background,
    selectionBackground: selection,
  }
}

function brightness(colour: string): number {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)
}
