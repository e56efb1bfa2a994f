import { execFile } from 'node:child_process'
import { chown, lstat, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from '../project'
import { netloomHome } from './home'

const run = promisify(execFile)

/** Who runs the web process and the sandboxes when root started Netloom: neither needs root, so neither gets it. */
export interface ServiceUser {
  uid: number
  gid: number
}

const found = new Map<string, Promise<ServiceUser>>()

/**
 * Undefined for an ordinary user, who is their own service user. For root: whoever owns NETLOOM_HOME already, else NETLOOM_USER,
 * else who called sudo, else nobody; NETLOOM_HOME is made and given to them.
 */
export async function serviceUser(): Promise<ServiceUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const home = netloomHome()
  const user = found.get(home) ?? ownerOf(home)
  found.set(home, user)
  return user
}

async function ownerOf(home: string): Promise<ServiceUser> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const { uid, gid } = await stat(home)
  if (uid !== 0) return { uid, gid }
  const user = await chosenUser()
  await chown(home, user.uid, user.gid)
  return user
}

async function chosenUser(): Promise<ServiceUser> {
  const { NETLOOM_USER, SUDO_UID } = process.env
  const name = NETLOOM_USER || (SUDO_UID !== '0' && SUDO_UID) || 'nobody'
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (what) => Number((await run('id', [what, name])).stdout)))
  if (!uid || gid === undefined) throw new Error(`NETLOOM_USER must be an ordinary user, not ${name}`)
  return { uid, gid }
}

/**
 * Where a folder on the way to what the service user needs is closed to others (a clone in /root), the process gets a view
 * of its own in which that folder holds nothing but what it needs, at the same path. Arguments: blockers, `--`, paths, `--`,
 * command. The paths are held open first, because covering the blockers hides them.
 */
const OWN_VIEW = `
set -e
blockers=() paths=() fds=()
while [ "$1" != -- ]; do blockers+=("$1"); shift; done; shift
while [ "$1" != -- ]; do paths+=("$1"); shift; done; shift
for path in "\${paths[@]}"; do exec {fd}<"$path"; fds+=("$fd"); done
for blocker in "\${blockers[@]}"; do mount -t tmpfs -o mode=755,size=1m netloom "$blocker"; done
for i in "\${!paths[@]}"; do
  fd=\${fds[$i]}
  mkdir -p "\${paths[$i]}"
  mount --no-canonicalize --bind "/proc/self/fd/$fd" "\${paths[$i]}"
  exec {fd}<&-
done
exec "$@"
`

/** The command line that runs `argv` as that user, without any privilege and with no way to get one. For root. */
export function asUser({ uid, gid }: ServiceUser, argv: readonly string[]): string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', '--', ...argv]
}

/** The same for a program of ours, which must be able to reach our files and NETLOOM_HOME wherever they are. */
export async function asUserWithOurFiles({ uid, gid }: ServiceUser, argv: readonly string[]): Promise<string[]> {
  const paths = [projectFolder, netloomHome(), dirname(dirname(process.execPath))]
  const blocked = new Map<string, string>()
  for (const path of paths) {
    const blocker = await firstBlocker(path, { uid, gid })
    if (blocker !== undefined) blocked.set(path, blocker)
  }
  const drop = asUser({ uid, gid }, argv)
  if (blocked.size === 0) return drop
  const blockers = [...new Set(blocked.values())]
  const view = ['unshare', '--mount', '--', 'bash', '-c', OWN_VIEW, 'netloom-view', ...blockers, '--', ...blocked.keys(), '--']
  return [...view, ...drop]
}

/** The topmost folder above `path` that the user may not pass through. */
async function firstBlocker(path: string, { uid, gid }: ServiceUser): Promise<string | undefined> {
  const above: string[] = []
  for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) above.unshift(folder)
  for (const folder of above) {
    const found = await lstat(folder)
    const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001
    if ((found.mode & bit) === 0) return folder
  }
  return undefined
}
