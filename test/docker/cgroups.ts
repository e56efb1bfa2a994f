import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, vi } from 'vitest'

const ROOT = '/sys/fs/cgroup'

/** The folders of a cgroup and what is below it, in every hierarchy (cgroups(7)), the innermost first. */
function foldersOf(name: string): string[] {
  const hierarchies = ['', ...readdirSync(ROOT, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []))]
  const below = (folder: string): string[] => [
    ...readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? below(join(folder, one.name)) : [])),
    folder,
  ]
  return hierarchies
    .map((hierarchy) => join(ROOT, hierarchy, name))
    .filter((folder) => existsSync(folder))
    .flatMap(below)
}

/** Ends all processes of a cgroup that is ours, and removes it: they are not in our namespaces, and would outlast these. */
export async function clearCgroup(name: string): Promise<void> {
  const left = () => {
    for (const folder of foldersOf(name)) {
      const processes = readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').map(Number)
      for (const pid of processes) if (pid > 1) process.kill(pid, 'SIGKILL')
      try {
        rmdirSync(folder)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error
      }
    }
    return foldersOf(name)
  }
  await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 10_000, interval: 100 })
}
