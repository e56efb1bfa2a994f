import { readFile } from 'node:fs/promises'
import type { MachineProblem } from '../../core/text/machines'
import { asUser, type ServiceUser, serviceUser } from './service-user'

/** What every sandbox is made of; with `--user --map-root-user` in front an ordinary user may ask for it. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child']
const AS_USER = ['--user', '--map-root-user', ...NAMESPACES]
const AS_ROOT: SandboxMode = { flags: NAMESPACES, user: undefined }

/** Debian packages of the programs without which no sandbox starts. */
const PROGRAMS = { unshare: 'util-linux', flock: 'util-linux', setpriv: 'util-linux', bash: 'bash' } as const

/** How to start a sandbox here: the arguments of `unshare`, and whose rights it gets where the caller is root. */
export interface SandboxMode {
  flags: readonly string[]
  user: ServiceUser | undefined
}

export type SandboxAvailability = { available: true; mode: SandboxMode } | { available: false; problem: MachineProblem }

/** Whether it turned out that only root can do it here. */
let asRoot = false

/**
 * The way that is to be tried: the rootless one, which works nearly everywhere, until `sandboxAvailability` found that another
 * one does. To try it first would cost every start of a sandbox another one.
 */
export async function sandboxMode(): Promise<SandboxMode> {
  return asRoot ? AS_ROOT : { flags: AS_USER, user: await serviceUser() }
}

/** Whether a sandbox can start here, and if not, why not in words that lead to a remedy. */
export async function sandboxAvailability(): Promise<SandboxAvailability> {
  const found = await findMode()
  if (found) {
    asRoot = found === AS_ROOT
    return { available: true, mode: found }
  }
  for (const [program, from] of Object.entries(PROGRAMS)) {
    if (!(await works([program, '--version']))) {
      return { available: false, problem: { code: 'program-missing', params: { program, package: from } } }
    }
  }
  if (process.getuid?.() === 0) return { available: false, problem: { code: 'namespaces-forbidden', params: {} } }
  return { available: false, problem: { code: 'user-namespaces-forbidden', params: { command: await remedy() } } }
}

/** Where user namespaces are forbidden to ordinary users, root does without one, and then without dropping its rights. */
async function findMode(): Promise<SandboxMode | undefined> {
  const user = await serviceUser()
  const rootless = ['unshare', ...AS_USER, 'true']
  if (await works(user ? asUser(user, rootless) : rootless)) return { flags: AS_USER, user }
  if (process.getuid?.() === 0 && (await works(['unshare', ...NAMESPACES, 'true']))) return AS_ROOT
  return undefined
}

async function works([program = '', ...args]: readonly string[]): Promise<boolean> {
  const { execa } = await import('execa')
  // The reason of a failure is the caller's to find: exit codes of unshare do not tell one from another.
  const { failed } = await execa(program, args, { cwd: '/', timeout: 5000, reject: false })
  return !failed
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
