import { expect, it } from 'vitest'
import { codeOfSignal } from './signal-code'

it.each([
  ['SIGINT', 130],
  ['SIGKILL', 137],
  ['SIGTERM', 143],
  [undefined, 128],
])('a program that %s ended has the exit code %d, as in a shell', (signal, code) => {
  expect(codeOfSignal(signal)).toBe(code)
})
