import { request } from 'node:http'
import * as z from 'zod'
import type { ContainerState, Engine } from '../../../core/state/container'
import { log } from '../log'

/**
 * What Docker's Engine API (and Podman's, which speaks the same) says of the containers that run; read only: no request of ours starts,
 * stops or changes any. docs.docker.com/reference/api/engine, "List containers", "Inspect a container", "Monitor events".
 */

/**
 * Where an engine listens: where DOCKER_HOST or CONTAINER_HOST says, if that is a socket of this computer; else root's engine. A user
 * without root has a Podman of their own (podman-system-service(1)), and never gets at root's.
 */
export function engineSocket(engine: Engine, env: NodeJS.ProcessEnv = process.env, uid = process.getuid?.()): string {
  const named = engine === 'docker' ? env.DOCKER_HOST : env.CONTAINER_HOST
  const path = named === undefined ? undefined : /^unix:\/\/(\/.+)$/.exec(named)?.[1]
  if (path !== undefined) return path
  if (engine === 'docker') return '/run/docker.sock'
  const own = uid !== 0 && env.XDG_RUNTIME_DIR?.startsWith('/') ? env.XDG_RUNTIME_DIR : '/run'
  return `${own}/podman/podman.sock`
}

const listSchema = z.array(z.object({ Id: z.string() }))
const inspectSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({ Running: z.boolean(), Pid: z.int() }),
  Config: z.object({ Image: z.string() }),
  HostConfig: z.object({ NetworkMode: z.string().optional() }).optional(),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }),
})
type Inspected = z.infer<typeof inspectSchema>

const TIMEOUT_MS = 5000
/** A list of a thousand containers is about 2 MB. */
const MAX_BYTES = 32 * 1024 * 1024

/** An engine that is there and answers, with something else than what it was asked for. */
class OddAnswer extends Error {}

/** The answer's body; undefined for 404. Rejects with the system's error (ENOENT, ECONNREFUSED, EACCES) when no engine listens. */
function get(socketPath: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, timeout: TIMEOUT_MS, headers: { host: 'engine' } }, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > MAX_BYTES) response.destroy(new Error(`the answer to ${path} is too long`))
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 404) return resolve(undefined)
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode !== 200) return reject(new OddAnswer(`${path}: ${response.statusCode} ${text.slice(0, 200)}`))
        try {
          resolve(JSON.parse(text))
        } catch (error) {
          reject(new OddAnswer(`${path}: ${error}`))
        }
      })
    })
    asked.on('timeout', () => asked.destroy(new Error(`no answer to ${path} within ${TIMEOUT_MS} ms`)))
    asked.on('error', reject)
    asked.end()
  })
}

/** A container that runs, and where it stands among those that share its network: that is another's, or a pod's. */
export interface RunningContainer {
  container: ContainerState
  rank: number
}

/** The name of what holds a Podman pod's network, unless somebody gave it another. */
const POD_HOLDER = /^[0-9a-f]{12}-infra$/

/**
 * All running containers of an engine by name; first those with a network of their own, then those that joined another's, and what only holds
 * a pod's network last. Of which the engine cannot tell just now is told as it was `before`, or left out. Rejects with the system's error when the
 * engine does not listen at `socketPath`.
 */
export async function runningContainers(
  engine: Engine,
  socketPath: string,
  before: readonly RunningContainer[] = [],
): Promise<RunningContainer[]> {
  const list = listSchema.parse(await get(socketPath, '/containers/json'))
  const found: RunningContainer[] = []
  // One after the other: the engine answers in about a millisecond, and a thousand at once would take its descriptors.
  for (const { Id } of list) {
    try {
      const running = await inspect(engine, socketPath, Id)
      if (running) found.push(running)
    } catch (error) {
      if (!(error instanceof OddAnswer)) throw error
      log(`${engine} could not tell about a container: ${error.message}`)
      found.push(...before.filter(({ container }) => container.id === Id))
    }
  }
  return found.sort((a, b) => a.rank - b.rank || (a.container.name < b.container.name ? -1 : 1))
}

/** Undefined for one that does not run: it may have ended since it was listed. */
async function inspect(engine: Engine, socketPath: string, id: string): Promise<RunningContainer | undefined> {
  const path = `/containers/${encodeURIComponent(id)}/json`
  const body = await get(socketPath, path)
  if (body === undefined) return undefined
  const { success, data: inspected, error } = inspectSchema.safeParse(body)
  if (!success) throw new OddAnswer(`${path}: not what was expected at ${error.issues[0]?.path.join('.')}`)
  const { State, Config } = inspected
  if (!State.Running || State.Pid === 0) return undefined
  const name = inspected.Name.replace(/^\//, '')
  const rank = POD_HOLDER.test(name) ? 2 : Number(joinsAnother(inspected))
  return { rank, container: { engine, id, name, image: Config.Image, pid: State.Pid, networks: networksOf(inspected) } }
}

/** Whether its network is another container's (`container:ID`). */
function joinsAnother({ HostConfig }: Inspected): boolean {
  return HostConfig?.NetworkMode?.startsWith('container:') ?? false
}

/** Docker has networks that are called `none` and `host`; to Podman they are modes. */
function networksOf({ HostConfig, NetworkSettings }: Inspected): string[] {
  const networks = Object.keys(NetworkSettings.Networks ?? {}).sort()
  const mode = HostConfig?.NetworkMode
  return networks.length === 0 && (mode === 'none' || mode === 'host') ? [mode] : networks
}

/** Containers that start, end or are renamed; `changed` is only a hint to list again. */
export interface EngineWatch {
  stop(): void
}

/** What Podman calls `died` and `remove` is `die` and `destroy` to Docker. */
const FILTERS = JSON.stringify({ type: ['container'], event: ['start', 'die', 'died', 'rename', 'destroy', 'remove'] })

/** Calls `changed` for each event until stopped; `ended` once when the engine hangs up or never answered. */
export function watchContainers(socketPath: string, changed: () => void, ended: () => void): EngineWatch {
  let over = false
  const end = () => {
    if (over) return
    over = true
    ended()
  }
  const asked = request({ socketPath, path: `/events?filters=${encodeURIComponent(FILTERS)}`, headers: { host: 'engine' } })
  asked.on('response', (response) => {
    response.on('data', changed)
    response.on('close', end)
    response.on('error', end)
  })
  asked.on('error', end)
  asked.end()
  return {
    stop: () => {
      over = true
      asked.destroy()
    },
  }
}
