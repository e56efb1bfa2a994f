import { type FSWatcher, mkdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CLIENT_HOOK, hookFile, leaseFile, serviceFolder } from '../../../core/script/services'
import { SERVICE_PROGRAMS } from '../../../core/state/service-programs'
import type { ServiceSpec, ServiceState } from '../../../core/state/services'
import { linkIndex } from '../kernel/link'
import type { Namespace } from '../kernel/namespace'
import type { Namespaces } from '../kernel/namespaces'
import { runIn } from '../kernel/program'
import { toolPath } from '../kernel/tools'
import { log } from '../log'
import { readLeases } from './lease-file'
import { Service } from './service'

const HOOK_LIMITS = { time: 5000, output: 10_000 }

/** A server's files, under the name that its namespace had when it was started. */
interface Kept {
  service: Service
  folder: string
  leases?: string
}

/**
 * The programs that the agent keeps running for its labs, each in a namespace. They end with their namespace, with their lab and with
 * the agent, and their files with them.
 */
export class Services {
  private readonly kept = new Map<Namespace, Kept[]>()
  private readonly watchers = new Map<string, FSWatcher>()
  private listener: (namespace: Namespace) => void = () => undefined

  constructor(
    namespaces: Namespaces,
    /** Where the files of a lab's programs are. */
    private readonly folderOf: (lab: string) => string = serviceFolder,
  ) {
    namespaces.onClosed((namespace) => this.endIn(namespace))
  }

  /** Calls `listener` with the namespace of every program of which something has changed. */
  onChange(listener: (namespace: Namespace) => void): void {
    this.listener = listener
  }

  /** Programs that a lab may need and this machine lacks. */
  static missing(): string[] {
    return Object.values(SERVICE_PROGRAMS).filter((program) => toolPath(program) === null)
  }

  /** What runs in a namespace, in stable order. */
  in(namespace: Namespace): ServiceState[] {
    return (this.kept.get(namespace) ?? [])
      .map(({ service, leases }) => ({ ...service.state, ...(leases !== undefined && { leases: readLeases(leases) }) }))
      .sort((a, b) => (place(a.spec) < place(b.spec) ? -1 : 1))
  }

  /** Starts a program and sees that it runs. Throws with its own words when it does not. One that does the same is ended first. */
  async start(namespace: Namespace, lab: string, spec: ServiceSpec): Promise<void> {
    await this.drop(namespace, spec)
    const folder = this.prepare(lab)
    const index = linkIndex(namespace.route, spec.interface)
    const leases = spec.kind === 'dhcp-server' ? leaseFile(folder, namespace.name, spec) : undefined
    const service = new Service(namespace, lab, spec, index, folder, () => this.listener(namespace))
    const kept: Kept = { service, folder, ...(leases !== undefined && { leases }) }
    this.kept.set(namespace, [...(this.kept.get(namespace) ?? []), kept])
    try {
      await service.start()
    } catch (error) {
      this.forget(namespace, kept)
      throw error
    }
  }

  /** Ends a program. A client gives back its address; what it left is taken off its interface. */
  async stop(namespace: Namespace, spec: ServiceSpec): Promise<void> {
    await this.drop(namespace, spec)
    if (spec.kind !== 'dhcp-client') return
    // One that had died has nobody to do it.
    const lines = ['interface=$0', 'set -- deconfig', ...CLIENT_HOOK.slice(1)]
    const { exitCode, stderr } = await runIn(namespace, '/bin/sh', ['-c', lines.join('\n'), spec.interface], '', HOOK_LIMITS)
    if (exitCode !== 0) log(`the address of ${spec.interface} in ${namespace.name} was not taken off: ${stderr}`)
  }

  /** Ends all programs and removes their files; for an agent that ends. */
  end(): void {
    for (const namespace of [...this.kept.keys()]) this.endIn(namespace)
    for (const [folder, watcher] of this.watchers) {
      watcher.close()
      rmSync(folder, { recursive: true, force: true })
    }
    this.watchers.clear()
  }

  private endIn(namespace: Namespace): void {
    for (const kept of this.kept.get(namespace) ?? []) {
      kept.service.kill()
      this.forget(namespace, kept)
    }
  }

  private async drop(namespace: Namespace, spec: ServiceSpec): Promise<void> {
    const kept = this.kept.get(namespace)?.find(({ service }) => place(service.spec) === place(spec))
    if (!kept) return
    await kept.service.stop()
    this.forget(namespace, kept)
  }

  private forget(namespace: Namespace, kept: Kept): void {
    const others = (this.kept.get(namespace) ?? []).filter((other) => other !== kept)
    if (others.length > 0) this.kept.set(namespace, others)
    else this.kept.delete(namespace)
    if (kept.leases !== undefined) rmSync(kept.leases, { force: true })
    const last = ![...this.kept.values()].some((list) => list.some(({ folder }) => folder === kept.folder))
    if (last) this.clear(kept.folder)
    this.listener(namespace)
  }

  private clear(folder: string): void {
    this.watchers.get(folder)?.close()
    this.watchers.delete(folder)
    rmSync(folder, { recursive: true, force: true })
  }

  /** The lab's folder with the clients' hook in it, watched for what the servers write. */
  private prepare(lab: string): string {
    const folder = this.folderOf(lab)
    if (this.watchers.has(folder)) return folder
    const hook = hookFile(folder)
    mkdirSync(dirname(hook), { recursive: true, mode: 0o755 })
    writeFileSync(hook, `${CLIENT_HOOK.join('\n')}\n`, { mode: 0o755 })
    const watcher = watch(folder, (_event, file) => this.written(folder, file))
    watcher.on('error', (error) => log(`${folder} is not watched any more: ${error.message}`))
    this.watchers.set(folder, watcher)
    return folder
  }

  private written(folder: string, file: string | null): void {
    for (const [namespace, list] of this.kept) {
      if (list.some(({ leases }) => leases !== undefined && (file === null || leases === `${folder}/${file}`)))
        this.listener(namespace)
    }
  }
}

/** Equal for programs that cannot both run in one namespace. */
function place(spec: ServiceSpec): string {
  return `${spec.kind} ${spec.interface}`
}
