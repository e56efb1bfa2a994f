import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { serviceCommand, serviceId } from '../../../core/script/services'
import type { ServiceSpec, ServiceState, TakenLease } from '../../../core/state/services'
import type { Namespace } from '../kernel/namespace'
import { ENVIRONMENT, toolPath } from '../kernel/tools'
import { log } from '../log'
import { parseClientLease } from './client-lease'

/** Milliseconds that a program has to say that it has started; one that says nothing and lives is taken to have. */
const START_TIME = 3000
/** Milliseconds that a program has to end by itself before it is killed. */
const STOP_TIME = 2000
/** Milliseconds before a program that ended is started again: doubled each time, up to the last. */
const BACK_OFF = { first: 1000, last: 30_000 }
/** A program that ran for so long (milliseconds) has got over whatever ended it. */
const STEADY = 60_000
const MAX_LINE = 200
/** dnsmasq stamps its lines with date and process id. */
const STAMP = /^[A-Z][a-z]{2} [ \d]\d [\d:]{8} (\S+?)\[\d+\]:/

/** One program that is kept running in a namespace: started again, after a while, whenever it ends. */
export class Service {
  private readonly command: readonly string[]
  /** For whoever looks; the agent needs none. */
  private readonly pidFile: string
  private child: ChildProcess | undefined
  private timer: NodeJS.Timeout | undefined
  /** Whether it is to be started again when it ends: once it has started, until it is stopped. */
  private wanted = false
  private since = 0
  private restarts = 0
  private failures = 0
  private lastLine: string | undefined
  private lease: TakenLease | undefined

  constructor(
    readonly namespace: Namespace,
    readonly lab: string,
    readonly spec: ServiceSpec,
    /** Of the interface that it is for. */
    private readonly index: number,
    folder: string,
    private readonly onChange: () => void,
  ) {
    // Its files keep the name that the namespace has now, should that be renamed.
    this.command = serviceCommand(spec, folder, namespace.name)
    this.pidFile = `${folder}/${serviceId(namespace.name, spec)}.pid`
  }

  /** What the state tells of it, but for what it has given away. */
  get state(): ServiceState {
    const { lab, spec, index, child, since, restarts, lastLine, lease } = this
    return {
      lab,
      spec,
      index,
      running: child !== undefined,
      ...(child?.pid !== undefined && { pid: child.pid }),
      since,
      restarts,
      ...(lastLine !== undefined && { log: lastLine }),
      ...(lease && { lease }),
    }
  }

  /** Starts the program; throws with its last words when it ends at once. It is then not kept. */
  async start(): Promise<void> {
    const child = this.spawn()
    if (!(await this.settled(child))) throw new Error(this.lastLine ?? `${child.spawnfile} ended at once`)
    this.wanted = true
    if (!this.child) this.retry()
  }

  /** Ends the program, by force when it takes too long, and does not start it again. */
  async stop(): Promise<void> {
    this.wanted = false
    clearTimeout(this.timer)
    const { child } = this
    // One that has ended counts as there for as long as something that it started holds its outputs.
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIME)
    await ended
    clearTimeout(force)
  }

  /** Ends the program at once. */
  kill(): void {
    this.wanted = false
    clearTimeout(this.timer)
    this.child?.kill('SIGKILL')
  }

  private spawn(): ChildProcess {
    const [program = '', ...args] = this.command
    const path = toolPath(program)
    if (path === null) throw new Error(`${program} is not installed`)
    // Should the agent be killed, its programs go too: on a host nothing else would end them (prctl(2), PR_SET_PDEATHSIG).
    const bound = toolPath('setpriv')
    const command = bound === null ? [path, ...args] : [bound, '--pdeathsig', 'KILL', '--', path, ...args]
    const [file = path, ...words] = command
    const child = this.namespace.enter(() =>
      spawn(file, words, { env: ENVIRONMENT, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    child.on('error', (error) => log(`${program} in ${this.namespace.name} could not be started: ${error.message}`))
    // Without descriptors left, Node says so and nothing more: there is nothing to wait for.
    if (child.pid === undefined) throw new Error(`${program} could not be started`)
    this.child = child
    this.since = Date.now()
    child.once('close', () => this.ended(child))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.read(line))
    }
    this.notePid(child.pid)
    this.onChange()
    return child
  }

  /** It runs, whether or not that can be written down. */
  private notePid(pid: number): void {
    try {
      writeFileSync(this.pidFile, `${pid}\n`)
    } catch (error) {
      log(`${this.pidFile} could not be written: ${error}`)
    }
  }

  private read(line: string): void {
    const lease = parseClientLease(line, Date.now())
    if (lease === undefined) this.lastLine = line.replace(STAMP, '$1:').slice(0, MAX_LINE)
    else this.lease = lease ?? undefined
    this.onChange()
  }

  /** True once the program has said that it started, or has lived for long enough; false when it ended before. */
  private settled(child: ChildProcess): Promise<boolean> {
    return new Promise((resolve) => {
      const stop = (ready: boolean) => {
        clearTimeout(timer)
        child.off('close', onClose)
        child.stdout?.off('data', onData)
        child.stderr?.off('data', onData)
        resolve(ready)
      }
      const onClose = () => stop(false)
      const onData = (chunk: Buffer) => {
        if (/\bstarted, v/.test(chunk.toString())) stop(true)
      }
      const timer = setTimeout(() => stop(child.exitCode === null), START_TIME)
      child.once('close', onClose)
      child.stdout?.on('data', onData)
      child.stderr?.on('data', onData)
    })
  }

  private ended(child: ChildProcess): void {
    if (this.child !== child) return
    this.child = undefined
    rmSync(this.pidFile, { force: true })
    this.lease = undefined
    this.onChange()
    if (this.wanted) this.retry()
  }

  private retry(): void {
    this.failures = Date.now() - this.since > STEADY ? 1 : this.failures + 1
    const wait = Math.min(BACK_OFF.first * 2 ** (this.failures - 1), BACK_OFF.last)
    log(`${this.spec.kind} in ${this.namespace.name} ended: ${this.lastLine ?? ''}; again in ${wait} ms`)
    this.timer = setTimeout(() => this.again(), wait)
  }

  private again(): void {
    this.restarts++
    try {
      this.spawn()
    } catch (error) {
      log(`${this.spec.kind} in ${this.namespace.name} could not be started again: ${error}`)
      this.timer = setTimeout(() => this.again(), BACK_OFF.last)
    }
  }
}
