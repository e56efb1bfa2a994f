import type { Discovery } from '../../core/discover/discovery'
import { discoverHost, discoverSandbox, discoverThroughAgent } from '../machines/discover'
import { MachineRefusal } from './machine'

let looking: Promise<Discovery> | undefined

/**
 * This computer: as its agent sees it where one serves the web process, else as far as this process's own rights reach, which is its own
 * namespace. However many ask at once, there is one look.
 */
export function discoverHere(): Promise<Discovery> {
  looking ??= look().finally(() => {
    looking = undefined
  })
  return looking
}

async function look(): Promise<Discovery> {
  return (await discoverThroughAgent()) ?? (await discoverHost())
}

/** The sandbox of a lab. Throws when none runs. */
export async function discoverRunning(lab: string): Promise<Discovery> {
  const discovery = await discoverSandbox(lab)
  if (!discovery) throw new MachineRefusal('not-running', `no machine runs ${lab}`)
  return discovery
}
