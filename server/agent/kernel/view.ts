import { readFileSync } from 'node:fs'
import { HOST_NETNS, type Namespace } from './namespace'
import { NETNS_DIRECTORY } from './netns'
import { toolPath } from './tools'

/**
 * In a mount namespace of its own: /sys as the network namespace has it, for sysfs shows the one that it was mounted in, and the files of
 * /etc/netns/NAME in place of those in /etc. A sysfs that may only be read cannot be covered by one that may be written.
 */
const VIEW = `
name=$1; shift
words=$(mount -t sysfs netloom /sys 2>&1) || mount -o ro -t sysfs netloom /sys 2>/dev/null || echo "netloom: /sys is not this namespace's: $words" >&2
if [ "$name" ]; then
  for file in "/etc/netns/$name"/*; do
    if [ -e "$file" ]; then mount --bind "$file" "/etc/\${file##*/}"; fi
  done
fi
unset name words file PWD OLDPWD SHLVL
exec "$@"`

/**
 * The command line that runs a program as `ip netns exec` does, once it is started inside the namespace (ip-netns(8)). Unlike there,
 * namespaces that are made and deleted inside a sandbox are so outside too: `/run/netns` is shared. It costs two programs and a copy of all mounts, which grows
 * with the number of namespaces; what only opens sockets does without.
 */
export function inView(namespace: Namespace, argv: readonly string[]): { path: string; args: string[] } {
  const name = namespace.name === HOST_NETNS ? '' : namespace.name
  // Without the program nothing could have started this sandbox.
  const path = toolPath('unshare') ?? 'unshare'
  propagation ??= sharesMore() ? 'slave' : 'unchanged'
  return { path, args: ['--mount', '--propagation', propagation, '--', '/bin/sh', '-c', VIEW, 'netloom', name, ...argv] }
}

let propagation: 'unchanged' | 'slave' | undefined

/**
 * Whether mounts other than `/run/netns` would travel out of a copy of our mount namespace, as on a computer itself: what is mounted in a view must
 * stay there, as it does with ip-netns. Field 5 of a line is the mount point; `shared:` stands among the fields before the dash (proc(5)).
 */
function sharesMore(): boolean {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .some((line) => / shared:\d+ .*- /.test(line) && !line.split(' ')[4]?.startsWith(NETNS_DIRECTORY))
}
