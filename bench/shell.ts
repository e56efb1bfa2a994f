import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CLI } from './command'
import { onEnd } from './ending'

/** Hands each line to one `ip` that stays, and says when it did: seconds since 1970 on the system's clock, by bash itself. */
const SCRIPT =
  'exec {to}> >(exec ip -force -batch -); while read -r line; do at=$EPOCHREALTIME; echo "$line" >&$to; echo "$at"; done'
/** Milliseconds until an answer is overdue. */
const PATIENCE = 10_000

/**
 * A shell in a node of a running lab that stays open, so that what it does costs the kernel's time and not the start of a
 * program. It speaks `ip` without the word.
 */
export class NodeShell {
  private readonly child
  private readonly answers: AsyncIterator<string>

  constructor(home: string, lab: string, node: string) {
    this.child = spawn(process.execPath, [CLI, 'exec', lab, node, '--', 'bash', '--norc', '-c', SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NETLOOM_HOME: home },
    })
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
    onEnd(() => this.close())
  }

  /** Does one thing, such as `link set eth0 down`. Resolves with the milliseconds since 1970 at which it was asked of `ip`. */
  async ip(line: string): Promise<number> {
    this.child.stdin.write(`${line}\n`)
    let timer: NodeJS.Timeout | undefined
    const overdue = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the shell did not answer “${line}”`)), PATIENCE)
    })
    const answer = await Promise.race([this.answers.next(), overdue])
    clearTimeout(timer)
    if (answer.done) throw new Error('the shell in the sandbox has ended')
    return Number(answer.value) * 1000
  }

  /** Ends the shell and what it runs. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.stdin.end()
    const timer = setTimeout(() => this.child.kill('SIGTERM'), 1000)
    await ended
    clearTimeout(timer)
  }
}
