import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { askerOf } from './ask-child'

/** Answers each question with a number of its own, or ends instead. */
const CHILD = `let asked = 0
process.on('message', ({ ask }) => ask === 'close' ? process.exit() : process.send({ ok: true, value: ask + ++asked }))`

function startChild() {
  const child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

it('gives everyone who asks at once an answer of their own', async () => {
  const ask = askerOf(startChild())
  expect(await Promise.all([ask({ ask: 'link' }), ask({ ask: 'link' }), ask({ ask: 'link' })])).toEqual([
    'link1',
    'link2',
    'link3',
  ])
})

it('leaves no listener behind, however often it asks', async () => {
  const child = startChild()
  const ask = askerOf(child)
  const listeners = () => ['message', 'exit', 'error'].map((event) => child.listenerCount(event))
  const before = listeners()
  for (let times = 0; times < 20; times++) await ask({ ask: 'link' })
  expect(listeners()).toEqual(before)
})

it('says so when the child ends before it has answered, to who waits behind as well', async () => {
  const child = startChild()
  const ask = askerOf(child)
  const [closing, link] = [ask({ ask: 'close' }), ask({ ask: 'link' })]
  await expect(closing).rejects.toThrow('ended before it answered')
  await expect(link).rejects.toThrow()
  if (child.exitCode === null) await once(child, 'exit')
})
