import { expect, it } from 'vitest'
import { MachineUnavailable } from '../machines/problem'
import { warningText } from './plain-words'

it('a warning is in the reader’s language, with what to do about it', () => {
  const error = new MachineUnavailable('host-start-timeout', { seconds: 5, log: '/run/x.log' })
  expect(warningText(error, 'en')).toBe('The agent of this computer did not start within 5 s. Its log may say why: /run/x.log')
  expect(warningText(error, 'zh')).toBe('本机的代理没有在 5 秒内启动。日志里可能有原因：/run/x.log')
})

it('one that nobody foresaw is told in its own words', () => {
  expect(warningText(new Error('EPIPE'), 'zh')).toBe('EPIPE')
  expect(warningText('odd', 'en')).toBe('odd')
})
