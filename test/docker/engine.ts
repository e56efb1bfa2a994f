import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Engine } from '../../core/state/container'
import { clearCgroup } from './cgroups'

const IMAGE = 'netloom-test'
const START_MS = 30_000

/** Whether the private root that the tests run in can have this engine; `scripts/docker-root.sh` says why not. */
export function isHere(engine: Engine): boolean {
  return (process.env.NETLOOM_ENGINES ?? '').split(' ').includes(engine)
}

/** How an engine is started in a folder of its own, and what it calls things. */
interface Kind {
  /** The program that starts its service, with the arguments. `at` makes a path in the folder. */
  daemon(at: (name: string) => string): readonly string[]
  /** What is written into the folder before. */
  files: (at: (name: string) => string) => Readonly<Record<string, string>>
  env: (at: (name: string) => string) => Readonly<Record<string, string>>
  /** The variable that tells the engine's client, and our agent, where it listens. */
  hostVariable: string
  /** The options with which a container ends at once. */
  endNow: readonly string[]
  /** The engine's own bridge, with its address there. */
  bridge: { name: string; address: string }
  image: string
}

/** `vfs` is the storage driver that works on any file system, and `runc` runs with either version of cgroups. */
const KINDS: Readonly<Record<Engine, Kind>> = {
  docker: {
    daemon: (at) => [
      ...['dockerd', '--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')],
      ...['--host', `unix://${at('docker.sock')}`, '--storage-driver', 'vfs'],
    ],
    files: () => ({}),
    env: () => ({}),
    hostVariable: 'DOCKER_HOST',
    endNow: [],
    bridge: { name: 'docker0', address: '172.17.0.1/16' },
    image: IMAGE,
  },
  podman: {
    daemon: (at) => [
      ...['podman', '--root', at('data'), '--runroot', at('run'), '--tmpdir', at('tmp'), '--storage-driver', 'vfs'],
      ...['system', 'service', '--time', '0', `unix://${at('podman.sock')}`],
    ],
    files: (at) => ({
      'containers.conf': [
        ...['[engine]', 'cgroup_manager = "cgroupfs"', 'events_logger = "file"', 'runtime = "runc"'],
        ...['[network]', 'network_backend = "netavark"', `network_config_dir = "${at('networks')}"`, ''],
      ].join('\n'),
    }),
    env: (at) => ({ CONTAINERS_CONF: at('containers.conf') }),
    hostVariable: 'CONTAINER_HOST',
    endNow: ['--time', '0'],
    bridge: { name: 'podman0', address: '10.88.0.1/16' },
    image: `localhost/${IMAGE}:latest`,
  },
}

/**
 * A real container engine in the private root that the tests run in, with an image made of busybox alone, since there is no registry to pull
 * from.
 */
export class TestEngine {
  private constructor(
    readonly name: Engine,
    private readonly folder: string,
    private readonly daemon: ChildProcess,
  ) {}

  get bridge(): Kind['bridge'] {
    return KINDS[this.name].bridge
  }

  /** The engine's own address, through which its containers reach others. */
  get gateway(): string {
    return this.bridge.address.replace(/\/.*/, '')
  }

  /** The address that the engine gave to a container. */
  addressOf(name: string): string {
    return this.cli('inspect', '-f', '{{.NetworkSettings.IPAddress}}/{{.NetworkSettings.IPPrefixLen}}', name)
  }

  get image(): string {
    return KINDS[this.name].image
  }

  /** Starts it, and tells the clients and agents that start afterwards where it listens. */
  static async start(name: Engine): Promise<TestEngine> {
    const kind = KINDS[name]
    const folder = mkdtempSync(join(tmpdir(), `netloom-${name}-`))
    const at = (path: string) => join(folder, path)
    for (const [file, text] of Object.entries(kind.files(at))) writeFileSync(at(file), text)
    const output = openSync(at('log'), 'w')
    const [program = '', ...args] = kind.daemon(at)
    const env: NodeJS.ProcessEnv = { ...process.env, ...kind.env(at) }
    delete env[kind.hostVariable]
    const daemon = spawn(program, args, { env, stdio: ['ignore', output, output] })
    closeSync(output)
    process.env[kind.hostVariable] = `unix://${at(`${name}.sock`)}`
    const engine = new TestEngine(name, folder, daemon)
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
      this.cli('version')
      return true
    } catch {
      return false
    }
  }

  private makeImage(): void {
    const root = join(this.folder, 'root')
    mkdirSync(join(root, 'bin'), { recursive: true })
    const script = `cp "$(command -v busybox)" bin/busybox && for name in sh sleep ip ping cat; do ln -s busybox "bin/$name"; done
      tar -c . | ${this.name} import - ${IMAGE}`
    execFileSync('sh', ['-ec', script], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  }

  /** What the engine's client (`docker`, `podman`) says. Throws with its complaint. */
  cli(...args: string[]): string {
    return execFileSync(this.name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  }

  /** The cgroup that all containers of this engine are in. */
  private get cgroup(): string {
    return basename(this.folder)
  }

  /** Starts a container that does nothing. */
  run(name: string, ...options: string[]): void {
    this.cli('run', '--detach', '--name', name, '--cgroup-parent', `/${this.cgroup}`, ...options, IMAGE, 'sleep', '3600')
  }

  /** Makes a pod (of Podman), in whose network containers can be started. */
  pod(name: string, ...options: string[]): void {
    this.cli(
      'pod',
      'create',
      '--name',
      name,
      '--cgroup-parent',
      `/${this.cgroup}`,
      '--infra-image',
      IMAGE,
      '--infra-command',
      '/bin/sleep 3600',
      ...options,
    )
  }

  /** Starts a container again. */
  restart(name: string): void {
    this.cli('restart', '--time', '0', name)
  }

  /** Ends and removes containers. */
  remove(...names: string[]): void {
    if (names.length > 0) this.cli('rm', '--force', ...KINDS[this.name].endNow, ...names)
  }

  /** Ends and removes all containers. */
  removeAll(): void {
    if (this.name === 'podman') {
      // In the order in which they depend on each other.
      this.cli('rm', '--all', '--force', '--time', '0')
      this.cli('pod', 'rm', '--all', '--force', '--time', '0')
    } else
      this.remove(
        ...this.cli('ps', '--all', '--quiet')
          .split('\n')
          .filter((id) => id !== ''),
      )
  }

  /** Ends all containers and the engine. */
  async stop(): Promise<void> {
    this.removeAll()
    const ended = once(this.daemon, 'exit')
    this.daemon.kill()
    await ended
    await clearCgroup(this.cgroup)
    delete process.env[KINDS[this.name].hostVariable]
    // The engine leaves its own namespace mounted there.
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
    for (const [, at = ''] of mounts.map((line) => line.split(' ')))
      if (at.startsWith(this.folder)) execFileSync('umount', ['--lazy', at])
    rmSync(this.folder, { recursive: true, force: true })
  }
}
