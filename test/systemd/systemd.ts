import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clearCgroup } from '../docker/cgroups'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))
const MANAGER = '/lib/systemd/systemd'

/** A control group of its own, which whatever systemd starts is in: control groups and what systemd lays on them outlive processes. */
const GROUP = 'netloom-trial'
const ENTER = `
set -e
mount --make-rprivate /
mkdir -p /run/groups
mount -t cgroup2 cgroup2 /run/groups
mkdir -p "/run/groups/$1"
echo 0 > "/run/groups/$1/cgroup.procs"
umount /run/groups
shift
exec unshare --cgroup "$@"
`

/**
 * Lays out a computer for systemd over this one, on which nothing is written: files that it may change are in memory, the project is where
 * the units look for it, and the control groups are its own. Arguments: the project, and the folder of the program `node`.
 */
const COMPUTER = `
set -e
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/netns
for path in /etc /var /opt; do
  mkdir -p "/run/over$path/upper" "/run/over$path/work"
  mount -t overlay overlay -o "lowerdir=$path,upperdir=/run/over$path/upper,workdir=/run/over$path/work" "$path"
done
mkdir -p /opt/netloom
mount --bind "$1" /opt/netloom
mount -t tmpfs -o mode=1777 tmpfs /tmp
umount --recursive --lazy /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
rm -rf /etc/systemd/system /var/lib/netloom /var/log/netloom
mkdir -p /etc/systemd/system /etc/systemd/system.conf.d
cp /opt/netloom/packaging/systemd/*.service /etc/systemd/system/
# Without what a system starts before any service: kernel settings, modules and devices are this computer's.
for unit in netloom-agent netloom-web; do
  mkdir "/etc/systemd/system/$unit.service.d"
  printf '[Unit]\\nDefaultDependencies=no\\n' > "/etc/systemd/system/$unit.service.d/alone.conf"
done
systemd-sysusers /opt/netloom/packaging/systemd/netloom.sysusers.conf 2>&1
printf '[Manager]\\nDefaultEnvironment=PATH=%s:/usr/sbin:/usr/bin:/sbin:/bin\\n' "$2" > /etc/systemd/system.conf.d/path.conf
printf '[Unit]\\nDefaultDependencies=no\\nRequires=systemd-journald.service\\nWants=netloom-web.service\\n' > /etc/systemd/system/trial.target
exec env -i container=trial PATH=/usr/sbin:/usr/bin:/sbin:/bin ${MANAGER} --system --unit=trial.target --log-target=console
`
const FLAGS = ['--mount', '--pid', '--fork', '--ipc', '--uts', '--mount-proc', '--kill-child']

/** Why systemd cannot be run here; undefined where it can. */
export function whyNot(): string | undefined {
  if (process.env.NETLOOM_ENGINES === undefined) return 'this is not a private root of the computer'
  if (!existsSync(MANAGER)) return 'systemd is not installed'
  try {
    execFileSync('unshare', [...FLAGS, 'bash', '-c', ENTER, 'enter', GROUP, 'true'], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `control groups cannot be had: ${(error as { stderr?: Buffer }).stderr}`
  }
}

/** A real systemd as PID 1, with the two units as they are, in the network namespace that the test is in. */
export class Systemd {
  private constructor(
    private readonly outer: ChildProcess,
    private readonly pid: number,
    /** What was said while it started, and when it ended. */
    readonly words: () => string,
  ) {}

  static start(): Systemd {
    const computer = ['bash', '-c', COMPUTER, 'computer', PROJECT, dirname(process.execPath)]
    const outer = spawn('unshare', [...FLAGS, 'bash', '-c', ENTER, 'enter', GROUP, ...computer], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    outer.stderr?.on('data', (data: Buffer) => {
      said = `${said}${data}`.slice(-2000)
    })
    const { pid } = outer
    if (pid === undefined) throw new Error('unshare did not start')
    const children = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    while (children() === '') if (outer.exitCode !== null) throw new Error('unshare ended')
    return new Systemd(outer, Number(children()), () => said)
  }

  /** What a program says there. Throws when it fails. */
  run(...argv: string[]): string {
    const there = ['--target', String(this.pid), '--mount', '--pid', '--root', '--wd']
    return execFileSync('nsenter', [...there, '--', ...argv], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** Ends it with all that it started. */
  async stop(): Promise<void> {
    const ended = once(this.outer, 'exit')
    process.kill(this.pid, 'SIGKILL')
    await ended
    await clearCgroup(GROUP)
  }
}
