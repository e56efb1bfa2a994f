import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const IMAGE = 'netloom-test'
const START_MS = 30_000

/**
 * A real Docker engine in the private root that the tests run in, with an image made of busybox alone, since there is no registry to pull
 * from. `vfs` is the storage driver that works on any file system.
 */
export class DockerEngine {
  private constructor(
    private readonly folder: string,
    private readonly daemon: ChildProcess,
  ) {}

  get socket(): string {
    return join(this.folder, 'docker.sock')
  }

  static async start(): Promise<DockerEngine> {
    const folder = mkdtempSync(join(tmpdir(), 'netloom-docker-'))
    const at = (name: string) => join(folder, name)
    const output = openSync(at('log'), 'w')
    const places = [
      '--data-root',
      at('data'),
      '--exec-root',
      at('exec'),
      '--pidfile',
      at('pid'),
      '--host',
      `unix://${at('docker.sock')}`,
    ]
    const daemon = spawn('dockerd', [...places, '--storage-driver', 'vfs'], { stdio: ['ignore', output, output] })
    closeSync(output)
    const engine = new DockerEngine(folder, daemon)
    const until = performance.now() + START_MS
    while (!engine.answers()) {
      if (daemon.exitCode !== null || performance.now() > until) throw new Error(readFileSync(at('log'), 'utf8').slice(-2000))
      await delay(100)
    }
    engine.makeImage()
    return engine
  }

  private answers(): boolean {
    try {
      this.docker('version')
      return true
    } catch {
      return false
    }
  }

  private makeImage(): void {
    const root = join(this.folder, 'root')
    mkdirSync(join(root, 'bin'), { recursive: true })
    const script = `cp "$(command -v busybox)" bin/busybox && for name in sh sleep ip ping cat; do ln -s busybox "bin/$name"; done
      tar -c . | docker import - ${IMAGE}`
    execFileSync('sh', ['-ec', script], { cwd: root, env: this.env, stdio: ['ignore', 'ignore', 'pipe'] })
  }

  private get env(): NodeJS.ProcessEnv {
    return { ...process.env, DOCKER_HOST: `unix://${this.socket}` }
  }

  /** What `docker` says. Throws with its complaint. */
  docker(...args: string[]): string {
    return execFileSync('docker', args, { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  }

  /** Starts a container that does nothing. */
  run(name: string, ...options: string[]): void {
    this.docker('run', '--detach', '--name', name, ...options, IMAGE, 'sleep', '3600')
  }

  /** Ends all containers and the engine. */
  async stop(): Promise<void> {
    const all = this.docker('ps', '--all', '--quiet')
      .split('\n')
      .filter((id) => id !== '')
    if (all.length > 0) this.docker('rm', '--force', ...all)
    const ended = once(this.daemon, 'exit')
    this.daemon.kill()
    await ended
    // The engine leaves its own namespace mounted there.
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
    for (const [, at = ''] of mounts.map((line) => line.split(' ')))
      if (at.startsWith(this.folder)) execFileSync('umount', ['--lazy', at])
    rmSync(this.folder, { recursive: true, force: true })
  }
}
