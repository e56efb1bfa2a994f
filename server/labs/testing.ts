import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { Change, Command } from '../../core/edit/change'

const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** An empty folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'netloom-labs-'))
  folders.push(folder)
  return folder
}

/** A command that adds a namespace of this name. */
export function add(name: string): Command {
  return command({ change: 'set', path: ['nodes', name], to: { kind: 'namespace' } })
}

export function command(...changes: Change[]): Command {
  return { label: 'test', changes }
}
