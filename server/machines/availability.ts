import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { MachineProblem } from '../../core/text/machines'

const run = promisify(execFile)

/** What every sandbox is made of; with `--user --map-root-user` in front an ordinary user may ask for it. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child']
const AS_USER = ['--user', '--map-root-user', ...NAMESPACES]

/** Debian packages of the programs without which no sandbox starts. */
const PROGRAMS = { unshare: 'util-linux', flock: 'util-linux', bash: 'bash' } as const

export type SandboxAvailability = { available: true; flags: readonly string[] } | { available: false; problem: MachineProblem }

let flags: Promise<readonly string[]> | undefined

/** The arguments of `unshare` that work here, found out once per process; the rootless ones when none does. */
export function namespaceFlags(): Promise<readonly string[]> {
  flags ??= process.getuid?.() === 0 ? workingFlags().then((found) => found ?? AS_USER) : Promise.resolve(AS_USER)
  return flags
}

/** Whether a sandbox can start here, and if not, why not in words that lead to a remedy. */
export async function sandboxAvailability(): Promise<SandboxAvailability> {
  const found = await workingFlags()
  if (found) return { available: true, flags: found }
  for (const [program, from] of Object.entries(PROGRAMS)) {
    if (!(await works(program, ['--version']))) {
      return { available: false, problem: { code: 'program-missing', params: { program, package: from } } }
    }
  }
  if (process.getuid?.() === 0) return { available: false, problem: { code: 'namespaces-forbidden', params: {} } }
  return { available: false, problem: { code: 'user-namespaces-forbidden', params: { command: await remedy() } } }
}

/** Root may do without a user namespace where those are forbidden. */
async function workingFlags(): Promise<readonly string[] | undefined> {
  if (await works('unshare', [...AS_USER, 'true'])) return AS_USER
  if (process.getuid?.() === 0 && (await works('unshare', [...NAMESPACES, 'true']))) return NAMESPACES
  return undefined
}

async function works(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, [...args], { timeout: 5000 })
    return true
  } catch {
    // The reason is the caller's to find: exit codes of unshare do not tell one from another.
    return false
  }
}

/** The settings that are known to forbid user namespaces, each with the value that allows them: kernel, Debian, Ubuntu. */
async function remedy(): Promise<string> {
  const settings = [
    { key: 'user.max_user_namespaces', bad: '0', good: '15000' },
    { key: 'kernel.unprivileged_userns_clone', bad: '0', good: '1' },
    { key: 'kernel.apparmor_restrict_unprivileged_userns', bad: '1', good: '0' },
  ]
  const wrong: string[] = []
  for (const { key, bad, good } of settings) {
    const value = await readFile(`/proc/sys/${key.replaceAll('.', '/')}`, 'utf8').catch(() => undefined)
    if (value?.trim() === bad) wrong.push(`${key}=${good}`)
  }
  return `sudo sysctl -w ${(wrong.length > 0 ? wrong : ['user.max_user_namespaces=15000']).join(' ')}`
}
