import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import { CONSOLE_SCROLLBACK, CONSOLE_WINDOW, type Console, MAX_CONSOLES } from '../../core/protocol/console'
import { connectAgent } from '../../server/machines/connection'
import { pairLab } from './agent-labs'
import { AgentMachine } from './agent-machine'
import { Typist } from './consoles'
import { run } from './ip-machine'

const LAB = pairLab('consoles', { alone: { kind: 'namespace' } })
let agent: AgentMachine

const open = (node: string) => Typist.open(agent.connection, node)
const close = (console: string) => agent.connection.request({ type: 'console-close', console })

/** The command lines of all processes here. */
function processes(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
}

beforeAll(async () => {
  agent = await AgentMachine.start('consoles')
  expect(await agent.apply(LAB)).toBe('applied')
})

afterEach(async () => {
  const watching = await connectAgent(agent.socket)
  const list = await new Promise<Console[]>((resolve) => {
    watching.stream({ type: 'console-watch' }, (frame) => frame.type === 'consoles' && resolve(frame.consoles))
  })
  for (const { id } of list) await close(id)
  watching.close()
})

afterAll(async () => {
  await agent.destroy('consoles')
})

describe('a console', () => {
  test('is a shell in its node’s namespace, whose prompt says where one is', async () => {
    const red = await open('red')
    await red.sees(/red.*:~# $/)
    expect(await red.run('ip -br -4 address show dev eth0')).toContain('10.1.0.2/24')
    expect(await red.run('echo 雾里 $TERM')).toBe('雾里 xterm-256color\n')
    expect(await red.run('env | cut -d= -f1 | sort | tr "\\n" " "')).toBe(
      'HISTFILE HOME LANG LESSHISTFILE LOGNAME NETLOOM_NODE PATH PS1 PWD SHELL SHLVL TERM USER _ ',
    )
  })

  test.each([
    ['red', 'eth0 lo'],
    ['alone', 'lo'],
    ['host', 'br0 lo p-blue p-red'],
  ])('in %s sees that namespace’s interfaces in /sys, as a program run there does', async (node, names) => {
    const opened = await open(node)
    const seen = (await opened.run('ls /sys/class/net | tr "\\n" " "')).trim()
    expect(seen).toBe(names)
    let output = ''
    await agent.connection.stream({ type: 'run', node, argv: ['ls', '/sys/class/net'] }, (frame) => {
      if (frame.type === 'output') output += frame.data
    }).done
    expect(output.trim().split('\n')).toEqual(seen.split(' '))
  })

  test('has job control: Ctrl+C, Ctrl+Z, fg', async () => {
    const red = await open('red')
    await red.sees(/# $/)
    // Until the program itself has the terminal, a key may still be the shell's, which does nothing then.
    const start = async (seconds: number) => {
      await red.type(`sh -c "echo ${seconds} 'b'egins; exec sleep ${seconds}"\n`)
      await red.sees(`${seconds} begins\r\n`)
    }
    await start(1000)
    await red.type('\x03')
    await red.sees(/\^C[\s\S]*# $/)
    await start(2000)
    await red.type('\x1a')
    await red.sees(/Stopped +sh -c .*sleep 2000/)
    expect(await red.run('jobs')).toContain('sleep 2000')
    expect(await red.run('kill %1; fg')).toContain('sleep 2000')
  })

  test('follows its window’s size', async () => {
    const red = await Typist.open(agent.connection, 'red', { cols: 100, rows: 30 })
    expect(await red.run('stty size')).toBe('30 100\n')
    await agent.connection.request({ type: 'console-resize', console: red.id, cols: 61, rows: 7 })
    expect(await red.run('stty size')).toBe('7 61\n')
  })

  test('says how its shell ended, and to those who come later too', async () => {
    const red = await open('red')
    await red.type('exit 7\n')
    expect(await red.stream.done).toMatchObject({ exitCode: 7 })
    const later = Typist.attach(agent.connection, red.id)
    expect(await later.stream.done).toMatchObject({ exitCode: 7 })
    expect(later.text).toContain('exit 7')
    const killed = await open('red')
    await killed.type('kill -9 $$\n')
    expect(await killed.stream.done).toMatchObject({ exitCode: null, signal: 'SIGKILL' })
  })

  test('lives on while nobody is connected, and shows its scrollback to who comes back', async () => {
    const first = await connectAgent(agent.socket)
    const before = await Typist.open(first, 'red')
    expect(await before.run('x=kept; echo hello')).toBe('hello\n')
    await before.type('sleep 0.3; echo mean"while"\n')
    first.close()
    const after = Typist.attach(agent.connection, before.id)
    await after.sees('hello')
    await after.sees('\nmeanwhile')
    expect(await after.run('echo $x')).toBe('kept\n')
  })

  test('is seen by all who attach to it', async () => {
    const red = await open('red')
    const second = await connectAgent(agent.socket)
    const other = Typist.attach(second, red.id)
    await red.type('echo a"nd"\n')
    await Promise.all([red.sees('\nand'), other.sees('\nand')])
    second.close()
  })
})

describe('a console that writes without end', () => {
  test('waits for its reader, is read on, and can be stopped', async () => {
    const red = await open('red')
    await red.sees(/# $/)
    red.reading = false
    const window = red.bytes + CONSOLE_WINDOW
    await red.type('yes\n')
    // What waits at the window is all that ever comes.
    await expect.poll(() => red.bytes, { timeout: 10_000 }).toBe(window)
    const { plan } = await agent.connection.request({ type: 'plan', lab: LAB })
    expect(plan.ops).toEqual([])
    expect(red.bytes).toBe(window)
    red.reading = true
    red.catchUp()
    await expect.poll(() => red.bytes, { timeout: 10_000 }).toBeGreaterThan(2 * CONSOLE_SCROLLBACK)
    await red.type('\x03')
    await red.sees(/\^C[\s\S]*# $/)
  })

  test('does not wait for the slower of two, who gets what is left of it in the end', async () => {
    const quick = await open('red')
    const slow = Typist.attach(agent.connection, quick.id)
    slow.reading = false
    await quick.type('head -c 1000000 /dev/zero | tr "\\0" x; echo; echo la"st"\n')
    await quick.sees('\nlast')
    expect(slow.bytes).toBeLessThanOrEqual(CONSOLE_WINDOW)
    slow.reading = true
    slow.catchUp()
    await slow.sees('\nlast')
    expect(slow.resets).toBe(2)
  })
})

describe('consoles', () => {
  test('are listed as they come, change and go', async () => {
    const other = await connectAgent(agent.socket)
    let list: Console[] | undefined
    other.stream({ type: 'console-watch' }, (frame) => {
      if (frame.type === 'consoles') list = frame.consoles
    })
    const red = await open('red')
    await expect.poll(() => list).toMatchObject([{ id: red.id, node: 'red', cols: 80, rows: 24 }])
    await red.type('exit 3\n')
    await expect.poll(() => list?.[0]?.end).toEqual({ why: 'exit', exitCode: 3 })
    await close(red.id)
    await expect.poll(() => list).toEqual([])
    other.close()
  })

  test(`are at most ${MAX_CONSOLES}`, async () => {
    const opened = await Promise.all(Array.from({ length: MAX_CONSOLES }, () => open('alone')))
    await expect(open('alone')).rejects.toMatchObject({ error: { code: 'limit' } })
    for (const { id } of opened) await close(id)
    await Promise.all(opened.map(({ stream }) => stream.done))
  })

  test.each([
    [{ type: 'console-open', node: 'nobody', cols: 80, rows: 24 }, 'unknown-node'],
    [{ type: 'console-open', node: 'red', cols: 0, rows: 24 }, 'bad-request'],
    [{ type: 'console-attach', console: 'none' }, 'unknown-console'],
    [{ type: 'console-input', console: 'none', data: '' }, 'unknown-console'],
    [{ type: 'console-input', console: 'none', data: '$$$' }, 'bad-request'],
    [{ type: 'console-resize', console: 'none', cols: 80, rows: 24 }, 'unknown-console'],
    [{ type: 'console-close', console: 'none' }, 'unknown-console'],
  ] as const)('refuse %j as %s', async (request, code) => {
    await expect(agent.connection.request(request)).rejects.toMatchObject({ error: { code } })
  })

  test('make and delete namespaces for the whole machine', async () => {
    const host = await open('host')
    await host.run('ip netns add made')
    expect(run('ip', ['netns', 'exec', 'made', 'ls', '/sys/class/net'])).toBe('lo\n')
    const made = await open('made')
    await made.sees('made')
    await made.type('sleep 12345 & sleep 12345\n')
    await expect.poll(() => processes().filter((line) => line.startsWith('sleep 12345'))).toHaveLength(2)
    await host.run('ip netns delete made')
    expect(await made.stream.done).toMatchObject({ signal: 'SIGKILL' })
    await expect.poll(() => processes().filter((line) => line.startsWith('sleep 12345'))).toEqual([])
  })

  test('end when an apply takes their namespace away, and what they left behind with them', async () => {
    const alone = await open('alone')
    await alone.type('sleep 23456 & disown\n')
    await alone.type('exit\n')
    await alone.stream.done
    const again = await open('alone')
    await again.sees('alone')
    expect(await agent.apply(pairLab('consoles'))).toBe('applied')
    await again.stream.done
    await expect.poll(() => processes().filter((line) => line.startsWith('sleep 23456'))).toEqual([])
    await expect(open('alone')).rejects.toMatchObject({ error: { code: 'unknown-node' } })
    expect(await agent.apply(LAB)).toBe('applied')
  })

  test('end with the lab, with all that they started', async () => {
    const short = await AgentMachine.start('short')
    const lab = { ...emptyLab('short'), nodes: { ...emptyLab('short').nodes, extra: { kind: 'namespace' as const } } }
    expect(await short.apply(lab)).toBe('applied')
    const extra = await Typist.open(short.connection, 'extra')
    await extra.type('nohup sleep 34567 > /dev/null 2>&1 &\n')
    await extra.type('sleep 34567\n')
    await expect.poll(() => processes().filter((line) => line.startsWith('sleep 34567'))).toHaveLength(2)
    await short.destroy('short')
    await expect.poll(() => processes().filter((line) => line.startsWith('sleep 34567'))).toEqual([])
  })
})
