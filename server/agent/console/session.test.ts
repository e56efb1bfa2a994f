import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { signalSessions } from './session'

const OURS = statSync('/proc/self/ns/net').ino
const shells: ChildProcess[] = []

/** A program that leads a session of its own, as a shell on a terminal does. */
async function shell(): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
  shells.push(child)
  await once(child, 'spawn')
  return { child, pid: child.pid ?? 0 }
}

afterEach(() => {
  vi.restoreAllMocks()
  for (const child of shells.splice(0)) child.kill('SIGKILL')
})

test('a process that we may not signal does not save the others', async () => {
  const [closed, open] = [await shell(), await shell()]
  const kill = process.kill.bind(process)
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    if (pid === closed.pid) throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
    return kill(pid, signal)
  })
  const ended = once(open.child, 'exit')
  signalSessions(new Set([closed.pid, open.pid]), OURS, 'SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('one that is in another namespace is nobody of ours', async () => {
  const { child, pid } = await shell()
  signalSessions(new Set([pid]), OURS + 1, 'SIGKILL')
  expect(child.kill(0)).toBe(true)
})
