import { accessSync, constants } from 'node:fs'

const FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** The programs that probes, NAT and DHCP are made with. */
export const TOOLS = ['nft', 'ping', 'ip', 'dnsmasq', 'udhcpc'] as const

/** What every program of ours is started with: nothing of the agent's own environment, and untranslated output. */
export const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TERM: 'dumb' } as Record<
  string,
  string
> as NodeJS.ProcessEnv

const found = new Map<string, string | null>()

/** The absolute path of a program, from fixed folders; null where it is not installed. Looked up once. */
export function toolPath(name: string): string | null {
  const known = found.get(name)
  if (known !== undefined) return known
  const path = FOLDERS.map((folder) => `${folder}/${name}`).find(isProgram) ?? null
  // What is missing may be installed while the agent runs.
  if (path) found.set(name, path)
  return path
}

/** Where a program is that is asked for by name or by path; null where there is none that may be run. */
export function programPath(program: string): string | null {
  if (program.includes('/')) return isProgram(program) ? program : null
  return toolPath(program)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not a program: the next folder may have it.
    return false
  }
}
