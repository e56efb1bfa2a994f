import { expect, it } from 'vitest'
import type { Left } from '../protocol/left'
import { describeLeft } from './left'

const left: Left = {
  what: 'red',
  why: 'still in use by PID 7 (sleep), PID 8 (bash)',
  by: [
    { pid: 7, program: 'sleep' },
    { pid: 8, program: 'bash' },
  ],
}

it('says in the reader’s language who keeps what was to be removed', () => {
  expect(describeLeft(left, 'en')).toBe(left.why)
  expect(describeLeft(left, 'zh')).toBe('仍在被使用：PID 7 (sleep)，PID 8 (bash)')
})

it('has the words of an agent that names nobody', () => {
  expect(describeLeft({ ...left, by: [] }, 'zh')).toBe(left.why)
})
