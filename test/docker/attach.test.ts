import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { attached, benchOf, boxed, computerAtRest, reaches } from './bench'
import { isHere } from './engine'
import { scripted } from './scripted'

/** What is done with an attached container, whatever its engine; tried with Docker's. */
describe.skipIf(!isHere('docker'))('attached containers', () => {
  const bench = benchOf('docker')
  const inside = (name: string, ...command: string[]) => bench.engine.cli('exec', name, ...command)

  test('forward where that is drawn, and as before when the lab is gone', async () => {
    const { engine, host } = bench
    engine.run('router')
    const forwards = () => inside('router', 'cat', '/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv6/conf/all/forwarding')
    const before = forwards()
    const router = boxed(attached('router'), { forwarding: true })
    expect(await host.apply(router)).toMatchObject({ outcome: 'applied' })
    expect(forwards()).toBe('1\n1')
    expect((await host.connection.request({ type: 'plan', lab: router })).plan.ops).toEqual([])
    expect(await host.destroy('attach')).toBeGreaterThan(0)
    expect(forwards()).toBe(before)
  }, 60_000)

  test('are found by the number of a process, too', async () => {
    const { engine, host } = bench
    engine.run('numbered', '--network', 'none')
    const pid = Number(engine.cli('inspect', '-f', '{{.State.Pid}}', 'numbered'))
    expect(await host.apply(boxed(attached('numbered'), { container: undefined, pid }))).toMatchObject({ outcome: 'applied' })
    expect(inside('numbered', 'ip', '-4', 'address', 'show', 'eth1')).toContain('172.18.18.36/24')
  }, 60_000)

  test('are found so where a user runs them without root: in a user namespace of theirs', async () => {
    const sleep = [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      'unshare',
      '--user',
      '--map-root-user',
      '--net',
      'sleep',
      '600',
    ]
    const rootless = spawn('setpriv', sleep, { stdio: 'ignore' })
    try {
      const pid = rootless.pid ?? 0
      const comm = () => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
      await expect.poll(comm, { timeout: 10_000 }).toBe('sleep')
      const lab = boxed(attached('unused'), { container: undefined, pid })
      expect(await bench.host.apply(lab)).toMatchObject({ outcome: 'applied' })
      expect(reaches('172.18.18.36')).toBe(true)
      expect(await bench.host.destroy('attach')).toBeGreaterThan(0)
    } finally {
      const ended = once(rootless, 'exit')
      rootless.kill('SIGKILL')
      await ended
    }
  }, 60_000)

  test('have the only consoles of this computer, and only where a lab has them', async () => {
    const { engine, host } = bench
    engine.run('shelled', '--network', 'none')
    engine.run('others', '--network', 'none')
    expect(await host.apply(attached('shelled'))).toMatchObject({ outcome: 'applied' })
    const open = (node: string, lab?: string) => host.connection.request({ type: 'console-open', lab, node, cols: 80, rows: 24 })
    await expect(open('host', 'attach')).rejects.toMatchObject({ error: { code: 'not-allowed' } })
    await expect(open('br0', 'attach')).rejects.toMatchObject({ error: { code: 'not-allowed' } })
    for (const [node, lab] of [['docker:others', 'attach'], ['others', 'attach'], ['box', 'absent'], ['box']] as const)
      await expect(open(node, lab)).rejects.toMatchObject({ error: { code: 'unknown-node' } })
  }, 60_000)

  test('container-attach: two without a network reach each other over the cable between them', async () => {
    const { engine, host } = bench
    for (const name of ['test1', 'test2']) engine.run(name, '--network', 'none')
    expect(await host.apply(example('container-attach'))).toMatchObject({ outcome: 'applied' })
    expect(inside('test1', 'ping', '-c', '1', '-W', '5', '10.1.1.2')).toContain('1 packets received')
    expect(inside('test2', 'ping', '-c', '1', '-W', '5', '10.1.1.1')).toContain('1 packets received')
  }, 60_000)

  test('pipework: a bridge is made, the container has its address and its way out through it, and is reached', async () => {
    const { engine, host } = bench
    engine.run('test01', '--network', 'none')
    expect(await host.apply(example('pipework'))).toMatchObject({ outcome: 'applied' })
    expect(inside('test01', 'ip', 'route')).toContain('default via 172.18.18.1')
    expect(reaches('172.18.18.36')).toBe(true)
  }, 60_000)

  test('are attached by the exported script with iptables, too', () => {
    scripted(bench, 'docker', 'iptables')
  }, 60_000)

  test('are a conflict where they do not run, and nothing is changed', async () => {
    const before = await computerAtRest()
    expect(await bench.host.apply(attached('absent'))).toEqual({ outcome: 'refused', reason: 'conflicts' })
    expect(await computerAtRest()).toEqual(before)
  }, 60_000)
})

/** A lab of the gallery. */
function example(name: string): Lab {
  const { lab } = parseLabFile(readFileSync(join(import.meta.dirname, `../../labs/${name}.netloom.yaml`), 'utf8'))
  if (!lab) throw new Error(`${name} cannot be read`)
  return lab
}
