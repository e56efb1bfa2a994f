import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder } from '../project'
import { netloomHome } from './home'
import { MachineUnavailable } from './problem'
import { asUser, type ServiceUser } from './service-user'

/**
 * Where a folder on the way to what the service user needs is closed to others (a clone in /root, or in what `mktemp -d` made), the
 * process gets a view of its own in which that folder holds nothing but what it needs, at the same path. Arguments: blockers, `--`,
 * paths, `--`, command. The paths are held open first, because covering the blockers hides them.
 */
const OWN_VIEW = `
set -e
blockers=() paths=() fds=()
while [ "$1" != -- ]; do blockers+=("$1"); shift; done; shift
while [ "$1" != -- ]; do paths+=("$1"); shift; done; shift
for path in "\${paths[@]}"; do exec {fd}<"$path"; fds+=("$fd"); done
for blocker in "\${blockers[@]}"; do mount -t tmpfs -o mode=755,size=1m netloom "$blocker"; done
for i in "\${!paths[@]}"; do
  fd=\${fds[$i]} path=\${paths[$i]}
  mkdir -p "\${path%/*}"
  if [ -d "/proc/self/fd/$fd" ]; then mkdir -p "$path"; else : > "$path"; fi
  mount --no-canonicalize --bind "/proc/self/fd/$fd" "$path"
  exec {fd}<&-
done
exec "$@"
`

/**
 * The command line that runs a program of ours as that user, who can then reach our files, NETLOOM_HOME and Node wherever they are.
 * For root. Throws MachineUnavailable when the files themselves are closed to that user.
 */
export function asUserWithOurFiles(user: ServiceUser, argv: readonly string[]): string[] {
  const blockers = new Set<string>()
  const needed: string[] = []
  for (const path of [projectFolder, netloomHome(), dirname(dirname(process.execPath))]) {
    const blocker = firstBlocker(path, user)
    if (blocker !== undefined) {
      blockers.add(blocker)
      needed.push(...(blocker === path ? entries(path) : [path]))
    }
  }
  if (!allows(join(projectFolder, 'package.json'), user, READ)) {
    throw new MachineUnavailable('files-closed', { folder: projectFolder, uid: user.uid })
  }
  const drop = asUser(user, argv)
  if (blockers.size === 0) return drop
  return ['unshare', '--mount', '--', 'bash', '-c', OWN_VIEW, 'netloom-view', ...blockers, '--', ...needed, '--', ...drop]
}

const READ = 4
const SEARCH = 1

/** The topmost folder from the root down to `path` itself that the user may not pass through. */
function firstBlocker(path: string, user: ServiceUser): string | undefined {
  const folders: string[] = []
  for (let folder = path; folder !== '/'; folder = dirname(folder)) folders.unshift(folder)
  for (const folder of folders) if (!allows(folder, user, SEARCH)) return folder
  return undefined
}

function entries(folder: string): string[] {
  const found = readdirSync(folder, { withFileTypes: true })
  return found.filter((entry) => entry.isFile() || entry.isDirectory()).map(({ name }) => join(folder, name))
}

/** Whether the permission bits of a path give the user this right (path_resolution(7)). */
function allows(path: string, { uid, gid }: ServiceUser, right: number): boolean {
  const found = statSync(path)
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0
  return ((found.mode >> shift) & right) !== 0
}
