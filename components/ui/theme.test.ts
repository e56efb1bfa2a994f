import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8')

/** The two values of a token, following one that names another. */
function token(name: string): [light: string, dark: string] {
  const alias = new RegExp(`--${name}: var\\(--([\\w-]+)\\);`).exec(css)
  if (alias?.[1]) return token(alias[1])
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css)
  if (!pair?.[1] || !pair[2]) throw new Error(`no token --${name}`)
  return [pair[1], pair[2]]
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

const GROUNDS = ['paper', 'surface', 'raised', 'sunken'] as const

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the %s theme', (_name, side) => {
  it.each(
    GROUNDS.flatMap((ground) =>
      ['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad', 'sandbox', 'host'].map((ink) => [ink, ground] as const),
    ),
  )('has text in %s on %s at AA (4.5)', (ink, ground) => {
    expect(contrast(token(ink)[side], token(ground)[side])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent', 'ok', 'warn', 'bad', 'sandbox', 'host', 'create', 'change', 'delete'])(
    'has %s on its own wash at AA',
    (tone) => {
      expect(contrast(token(tone)[side], token(`${tone}-wash`)[side])).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('has the filled button’s words at AA, pressed or not', () => {
    expect(contrast(token('accent-ink')[side], token('accent')[side])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token('accent-ink')[side], token('accent-hover')[side])).toBeGreaterThanOrEqual(4.5)
  })

  it('has words on what the pointer is on at AA', () => {
    for (const ink of ['ink', 'ink-2', 'bad'])
      expect(contrast(token(ink)[side], token('hovered')[side])).toBeGreaterThanOrEqual(4.5)
  })

  it('has lights that stand out from every ground (3)', () => {
    for (const ground of GROUNDS) {
      for (const light of ['ok', 'off', 'bad', 'warn']) {
        expect(contrast(token(light)[side], token(ground)[side])).toBeGreaterThanOrEqual(3)
      }
    }
  })
})
