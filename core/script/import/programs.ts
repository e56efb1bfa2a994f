import { brctl } from './brctl'
import { containerEngine } from './container-engine'
import { netnsTarget, readLink, symbolicLink } from './containers'
import { dhcpClient, dhcpDaemon, dnsmasq } from './dhcp'
import { ifconfig, route } from './ifconfig'
import { ip } from './ip'
import { ip6tables, iptables } from './iptables'
import { ip6tablesRestore, iptablesRestore } from './iptables-restore'
import { arp } from './neighbour'
import { nft } from './nft'
import { pipework } from './pipework'
import { type Call, DONE, FAILED, type Outcome, OWN_MAC, type Program, UNKNOWN } from './session'
import { editor, sed, sysctl, tee } from './settings'

/** One entry of the table of programs. */
interface Entry {
  run: Program
  /** It only looks or prints: whatever its arguments are, nothing changes. */
  harmless?: true
}

const nothing: Program = () => DONE

/** It changes the computer, but nothing that a lab holds. */
function leftOut({ name, session }: Call): Outcome {
  if (!session.leftOut.has(name)) session.leftOut.set(name, session.line)
  return DONE
}

const says =
  (out: string): Program =>
  () => ({ status: 0, out })

function echo({ name, words }: Call): Outcome {
  const options = words.findIndex((word) => !/^-[neE]+$/.test(word))
  const list = options < 0 ? [] : words.slice(options)
  const text = name === 'printf' ? printf(words) : `${list.join(' ')}\n`
  return { status: 0, out: words.includes('-e') ? text.replaceAll('\\n', '\n') : text }
}

function printf([format = '', ...values]: readonly string[]): string {
  const left = [...values]
  const once = () =>
    format.replaceAll('\\n', '\n').replace(/%(\d*)[sd]/g, (_, width) => (left.shift() ?? '').padStart(Number(width) || 0, '0'))
  let out = once()
  for (let rounds = 0; left.length > 0 && format.includes('%') && rounds < 1000; rounds++) out += once()
  return out
}

function seq({ words }: Call): Outcome {
  const numbers = words.filter((word) => /^-?\d+$/.test(word)).map(Number)
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0]]
      : numbers.length === 2
        ? [numbers[0], 1, numbers[1]]
        : [numbers[0], numbers[1], numbers[2]]
  if (first === undefined || last === undefined || !step) return FAILED
  const count = Math.max(0, Math.min(10_000, Math.floor((last - first) / step) + 1))
  const widest = words.includes('-w') ? String(last).length : 0
  const list = Array.from({ length: count }, (_, index) => String(first + index * step).padStart(widest, '0'))
  return { status: 0, out: list.map((text) => `${text}\n`).join('') }
}

function cat({ words, stdin, netns }: Call): Outcome {
  const files = words.filter((word) => !word.startsWith('-') || word === '-')
  const named = /^\/sys\/class\/net\/([^/]+)\/address$/.exec(files[0] ?? '')?.[1]
  if (named !== undefined) return { status: 0, out: `${netns.devices.get(named)?.mac ?? OWN_MAC}\n` }
  return { status: 0, out: files.length === 0 || files[0] === '-' ? (stdin ?? '') : UNKNOWN }
}

/** Programs that run another: the options that take a word of their own. */
const WRAPPERS: ReadonlyMap<string, { takes: RegExp; skip: number }> = new Map([
  ['sudo', { takes: /^-[ugCDhpRrtTU]$/, skip: 0 }],
  ['doas', { takes: /^-[uC]$/, skip: 0 }],
  ['env', { takes: /^-[uCS]$/, skip: 0 }],
  ['nohup', { takes: /^$/, skip: 0 }],
  ['setsid', { takes: /^$/, skip: 0 }],
  ['command', { takes: /^$/, skip: 0 }],
  ['exec', { takes: /^-a$/, skip: 0 }],
  ['builtin', { takes: /^$/, skip: 0 }],
  ['time', { takes: /^-[fo]$/, skip: 0 }],
  ['nice', { takes: /^-n$/, skip: 0 }],
  ['busybox', { takes: /^$/, skip: 0 }],
  ['timeout', { takes: /^-[ks]$/, skip: 1 }],
  ['chroot', { takes: /^$/, skip: 1 }],
])

function wrapped({ name, words, netns, stdin, session }: Call): Outcome {
  const { takes, skip } = WRAPPERS.get(name) ?? { takes: /^$/, skip: 0 }
  let at = 0
  while (at < words.length && (words[at]?.startsWith('-') || /^\w+=/.test(words[at] ?? ''))) {
    // `command -v NAME` asks whether a tool is there; a text that uses it has it.
    if (name === 'command' && /^-[vV]$/.test(words[at] ?? '')) return DONE
    at += takes.test(words[at] ?? '') ? 2 : 1
  }
  const rest = words.slice(at + skip)
  return rest.length > 0 ? session.run(rest, netns, stdin) : DONE
}

function shell({ words, netns, stdin, session }: Call): Outcome {
  const at = words.findIndex((word) => /^-[a-z]*c$/.test(word))
  if (at >= 0) return session.runText(words[at + 1] ?? '', netns, words.slice(at + 3))
  const file = words.find((word) => !word.startsWith('-'))
  if (file !== undefined) return session.report('error', 'import-file-unknown', { file })
  return stdin === undefined ? DONE : session.runText(stdin, netns, [])
}

/** `nsenter --net=/run/netns/NAME COMMAND`. */
function nsenter({ words, netns, stdin, session }: Call): Outcome {
  let target: string | undefined
  let at = 0
  for (; words[at]?.startsWith('-'); at++) {
    const word = words[at] ?? ''
    const net = /^(?:--net=|-n=?)(\/.+)$/.exec(word)
    if (net) target = net[1]
    else if (/^(-t|--target)$/.test(word)) target = words[++at]
    else if (/^--target=/.test(word)) target = word.slice(9)
  }
  const found = target === undefined ? netns : netnsTarget(session, target)
  const command = words.slice(at)
  return found && command.length > 0 ? session.run(command, found, stdin) : FAILED
}

function xargs({ words, netns, stdin, session }: Call): Outcome {
  const at = words.findIndex((word) => !word.startsWith('-'))
  if (at < 0 || stdin === undefined || words.includes('-I'))
    return session.report('error', 'import-not-followed', { text: 'xargs' })
  const single = words.slice(0, at).some((word) => /^-(n1?|L1?)$/.test(word))
  const command = words.slice(at).filter((word) => !(single && word === '1'))
  const items = stdin.split(/\s+/).filter((word) => word !== '')
  for (const list of single ? items.map((item) => [item]) : [items]) session.run([...command, ...list], netns)
  return DONE
}

function files({ name, words, session }: Call): Outcome {
  if (name === 'mkdir' || name === 'touch') for (const word of words) session.paths.add(word)
  else if (name === 'rm') {
    for (const word of words) session.paths.delete(word)
    if (words.some((word) => /^\/\*?$/.test(word)))
      return session.report('warning', 'import-not-run', { text: [name, ...words].join(' ') })
  }
  return DONE
}

/** A file system of one's own for files is no network matter; another may be a namespace's name. */
function mount({ words, session }: Call): Outcome {
  return words.includes('tmpfs') ? DONE : session.report('error', 'import-not-followed', { text: 'mount' })
}

const entries = (names: string, run: Program, harmless?: true): [string, Entry][] =>
  names.split(' ').map((name) => [name, harmless ? { run, harmless } : { run }])

/** Every program that a text may call. */
export const PROGRAMS: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ...entries('ip', ip),
  ...entries('brctl', brctl),
  ...entries('ifconfig', ifconfig),
  ...entries('route', route),
  ...entries('sysctl', sysctl),
  ...entries('tee', tee),
  ...entries('vi vim nano emacs gedit', editor),
  ...entries('sed', sed),
  ...entries('iptables iptables-nft iptables-legacy', iptables),
  ...entries('ip6tables ip6tables-nft ip6tables-legacy', ip6tables),
  ...entries('iptables-restore', iptablesRestore),
  ...entries('ip6tables-restore', ip6tablesRestore),
  ...entries('nft', nft),
  ...entries('docker podman nerdctl', containerEngine),
  ...entries('pipework', pipework),
  ...entries('dnsmasq', dnsmasq),
  ...entries('dhclient udhcpc dhcpcd', dhcpClient),
  ...entries('dhcpd udhcpd', dhcpDaemon),
  ...entries('arp', arp),
  ...entries('ln', symbolicLink),
  ...entries('readlink', readLink, true),
  ...entries([...WRAPPERS.keys()].join(' '), wrapped),
  ...entries('bash sh zsh dash ash', shell),
  ...entries('nsenter', nsenter),
  ...entries('xargs', xargs),
  ...entries('echo printf', echo),
  ...entries('seq', seq),
  ...entries('cat', cat),
  ...entries('id', ({ words }) => ({ status: 0, out: words.includes('-un') ? 'root\n' : '0\n' })),
  ...entries('whoami', says('root\n')),
  ...entries('hostname', says('host\n')),
  ...entries('true : set shopt trap umask wait source . alias ulimit', nothing),
  ...entries('false', () => FAILED),
  ...entries('mkdir touch rm rmdir', files),
  ...entries('mount', mount),
  ...entries('cp mv chmod chown tar unzip git wget curl make install', leftOut),
  ...entries('grep egrep awk cut head tail sort uniq tr wc jq', ({ stdin }) =>
    stdin === '' ? FAILED : { status: 0, out: UNKNOWN },
  ),
  ...entries(
    'apt apt-get yum dnf apk pacman zypper snap systemctl service modprobe depmod insmod setenforce ufw firewall-cmd',
    leftOut,
  ),
  ...entries(
    'kill pkill killall mountpoint umount sleep tput clear history su cd pwd pushd popd date uname which type hash man help read lsmod',
    nothing,
  ),
  ...entries(
    'ping ping6 arping traceroute traceroute6 tracepath mtr tcpdump tshark wireshark nc ncat netcat telnet ssh nmap',
    nothing,
    true,
  ),
  ...entries(
    'iperf iperf3 socat python python2 python3 perl node ethtool netstat ss lsof ps top htop nslookup dig host',
    nothing,
    true,
  ),
  ...entries(
    'ls ll stat file find findmnt realpath basename dirname less more lsns bridge conntrack dmesg journalctl',
    nothing,
    true,
  ),
  ...entries('test [', nothing),
])
