import { statSync } from 'node:fs'
import type { Place } from '../../../core/discover/discovery'
import { type ContainerState, ENGINES, type Engine } from '../../../core/state/container'
import { engineSocket, runningContainers } from '../engine/engine-api'
import { log } from '../log'

/** What says that no engine listens, or not to us. */
const NO_ENGINE = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'EACCES', 'EPERM'])

/** Says of each place, by its namespace's inode, which containers have it, as far as their engines tell us. */
export async function nameContainers(places: ReadonlyMap<number, Place>): Promise<void> {
  for (const engine of ENGINES) {
    for (const container of await containersOrNone(engine)) {
      const place = places.get(inodeOf(container.pid))
      if (!place) continue
      place.containers ??= []
      place.containers.push(container)
    }
  }
}

/** An engine that is not there, or does not let us ask, has no containers for us. */
async function containersOrNone(engine: Engine): Promise<ContainerState[]> {
  try {
    return (await runningContainers(engine, engineSocket(engine))).map(({ container }) => container)
  } catch (error) {
    if (!NO_ENGINE.has((error as NodeJS.ErrnoException).code ?? '')) log(`${engine} could not be asked what runs: ${error}`)
    return []
  }
}

/** Of a process's network namespace; 0 where it has ended, or the kernel does not tell us. */
function inodeOf(pid: number): number {
  try {
    return statSync(`/proc/${pid}/ns/net`).ino
  } catch {
    return 0
  }
}
