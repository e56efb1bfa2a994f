import { execFile } from 'node:child_process'
import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { netloomHome } from './home'
import { MachineUnavailable } from './problem'

/** Who runs the web process and the sandboxes when root started Netloom: neither needs root, so neither gets it. */
export interface ServiceUser {
  uid: number
  gid: number
}

const found = new Map<string, Promise<ServiceUser | undefined>>()

/**
 * Undefined for an ordinary user, who is their own service user, and for the root of a user namespace that knows no other user,
 * who has no rights to drop. For root: whoever owns NETLOOM_HOME already, else NETLOOM_USER,
 * else who called sudo, else nobody; NETLOOM_HOME is made and given to them.
 */
export async function serviceUser(): Promise<ServiceUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const home = netloomHome()
  const user = found.get(home) ?? ownerOf(home)
  found.set(home, user)
  return user
}

async function ownerOf(home: string): Promise<ServiceUser | undefined> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const { uid, gid } = await stat(home)
  if (uid !== 0) return { uid, gid }
  const user = await chosenUser()
  if (!(await isMapped('uid', user.uid)) || !(await isMapped('gid', user.gid))) return undefined
  await chown(home, user.uid, user.gid)
  return user
}

async function chosenUser(): Promise<ServiceUser> {
  const { NETLOOM_USER, SUDO_UID } = process.env
  const name = NETLOOM_USER || (SUDO_UID !== '0' && SUDO_UID) || 'nobody'
  const [uid = 0, gid = 0] = await Promise.all(['-u', '-g'].map((what) => idOf(name, what)))
  if (uid === 0) throw new MachineUnavailable('not-ordinary', { user: name })
  return { uid, gid }
}

async function idOf(name: string, what: string): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [what, '--', name]).catch(() => {
    throw new MachineUnavailable('not-ordinary', { user: name })
  })
  return Number(stdout)
}

/** Whether our user namespace has this id: `uid_map` has lines of first id inside, first outside, count (user_namespaces(7)). */
export async function isMapped(kind: 'uid' | 'gid', id: number): Promise<boolean> {
  const map = await readFile(`/proc/self/${kind}_map`, 'utf8')
  return map
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => id >= first && id < first + count)
}

/** The command line that runs `argv` as that user, without any privilege and with no way to get one. For root. */
export function asUser({ uid, gid }: ServiceUser, argv: readonly string[]): string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', '--', ...argv]
}
