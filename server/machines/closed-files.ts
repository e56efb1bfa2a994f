import { realpathSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { projectFolder } from '../project'
import { netloomHome } from './home'

/** Where people and programs keep what is theirs, or what others may write, or sockets of programs outside. */
const COVERED = ['/home', '/root', '/run', '/tmp', '/var/tmp', '/dev/shm']
/** What no sandbox can be without, however strange a place somebody calls home. */
const NEEDED = ['/bin', '/sbin', '/usr', '/lib', '/lib64', '/etc', '/dev', '/proc', '/sys', '/var']

/**
 * The outer of a sandbox's two machines. It takes the computer's files away from the inner one: what is private is covered by empty folders, in which our
 * own program stands alone; what is left may only be read. The inner machine has a user namespace of its own, so these mounts are locked there:
 * even its root can undo none of them (mount_namespaces(7)). Processes outside are not seen, and devices of other networks neither: /proc and /sys are the
 * outer machine's own.
 *
 * Arguments: `closed` or `open`, the folders to cover, `--`, the paths to keep, `--`, the folder to cover last, the lab, then the inner machine's command line.
 * What a cover hides is not made read-only first, unless something lies on it that is kept: where much is mounted, that takes longest.
 * The run folder is open as descriptor 3, from before, so none of this holds for it. One mount that cannot be made makes the files count as open.
 */
const OUTER = `
cd /
files=$1; shift
covers=() keeps=() fds=()
while [ "$1" != -- ]; do covers+=("$1"); shift; done; shift
while [ "$1" != -- ]; do keeps+=("$1"); shift; done; shift
home=$1 lab=$2; shift 2
for path in "\${keeps[@]}"; do exec {fd}<"$path"; fds+=("$fd"); done
within() { case $1/ in "$2"/*) ;; *) return 1;; esac; }
hidden() {
  local path
  for path in "\${keeps[@]}"; do ! within "$path" "$1" || return 1; done
  for path in "\${covers[@]}" /sys; do ! within "$1" "$path" || return 0; done
  return 1
}
try() { "$@" 2>/dev/null || files=open; }
cover() { try mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev netloom "$1"; }
while read -r _ _ _ _ point options rest; do
  case ,$options, in *,ro,*) continue;; esac
  case \${rest#*- } in proc\\ *|sysfs\\ *|devtmpfs\\ *|devpts\\ *|cgroup*|mqueue\\ *|nsfs\\ *) continue;; esac
  printf -v point %b "$point"
  if [ -e "$point" ] && ! hidden "$point"; then
    mount -o "remount,bind,ro\${options#rw}" "$point" 2>/dev/null || [ ! -w "$point" ] || files=open
  fi
done < /proc/self/mountinfo
for path in "\${covers[@]}"; do [ ! -d "$path" ] || cover "$path"; done
for i in "\${!keeps[@]}"; do
  fd=\${fds[$i]} path=\${keeps[$i]}
  if [ ! -e "$path" ] || [ ! "$path" -ef "/proc/self/fd/$fd" ]; then
    if [ -d "/proc/self/fd/$fd" ]; then mkdir -p "$path"; else mkdir -p "\${path%/*}"; : > "$path"; fi
    mount --no-canonicalize --bind "/proc/self/fd/$fd" "$path" || exit 70
  fi
  exec {fd}<&-
done
[ ! -d "$home" ] || cover "$home"
try mount -t sysfs netloom /sys
try mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 netloom /dev/pts
[ /dev/ptmx -ef /dev/pts/ptmx ] || try mount --bind /dev/pts/ptmx /dev/ptmx
ulimit -f 65536
"$@" --files "$files"
code=$?
rm -f -- "/proc/self/fd/3/$lab.sock"
exit $code
`

/**
 * PID 1 of the inner machine: it clears what a killed agent left, starts the agent and reaps its orphans. The way to the run folder is closed as soon as
 * the agent has it; the agent closes it once it listens. The lock on the lab (held by every process of the sandbox, so it cannot outlive them) makes
 * sure that the socket is nobody else's.
 */
const INNER = `
folder=/proc/self/fd/3
umask 077
[ ! -e "$folder/$1" ] || rm -f -- "$folder/$1"
exec 2> "$folder/$2"
shift 2
"$@" &
exec 3<&-
wait $!
exit $?
`

/**
 * The command line of a sandbox that keeps the files of this computer to itself. `flags` are those of unshare(1), for both machines; `agent` is started in the inner
 * one, and is told whether its files are closed. To be started in the run folder, with that folder open as descriptor 3.
 */
export function closedSandbox(flags: readonly string[], lab: string, agent: readonly string[]): string[] {
  const home = real(netloomHome())
  const covers = new Set<string>()
  for (const path of [...COVERED, homedir(), tmpdir()]) {
    const folder = real(path)
    if (folder !== '/' && !NEEDED.some((needed) => isWithin(needed, folder))) covers.add(folder)
  }
  const outermost = [...covers].filter((path) => ![...covers].some((other) => other !== path && isWithin(path, other)))
  const keeps = [real(projectFolder), real(process.execPath)]
  // Without a user namespace, root inside is root, and no mount is locked.
  const files = flags.includes('--user') ? 'closed' : 'open'
  const socket = `${lab}.sock`
  return [
    ...['unshare', ...flags, '--', 'bash', '-c', OUTER, 'netloom-outer', files, ...outermost, '--', ...keeps, '--', home, lab],
    ...['unshare', ...flags, '--', 'bash', '-c', INNER, 'netloom-sandbox', socket, `${lab}.log`],
    ...[...agent, '--socket', `/proc/self/fd/3/${socket}`],
  ]
}

/** A path without links on the way; itself where it is not there. Asked at once: a turn of the event loop for each takes longer than all of them. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
