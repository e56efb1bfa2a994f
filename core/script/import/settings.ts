import type { Netns } from './machine'
import { type Call, DONE, type Outcome, OWN_MAC, type Session, UNKNOWN } from './session'

/** Kernel settings: `sysctl`, writes below /proc/sys, and lines for sysctl.conf. */

const SYSCTL_FILES = /^\/(etc|run|usr\/lib)\/sysctl(\.conf$|\.d\/)/
const KEY_VALUE = /([a-z][\w-]*(?:[./][\w-]+)+)\s*=\s*(-?\d+)/g

/** Settings that a lab does not hold and that change nothing in it. */
const HARMLESS =
  /^net\.(ipv[46]\.conf\.[^.]+\.(rp_filter|arp_\w+|proxy_arp|send_redirects|accept_\w+|log_martians|disable_ipv6)|ipv4\.icmp_\w+|ipv4\.ping_group_range|core\.\w+|netfilter\.\w+)$/

function set(session: Session, netns: Netns, given: string, value: string): Outcome {
  const key = given.replaceAll('/', '.')
  const family = key.startsWith('net.ipv6.') ? 6 : 4
  if (/^net\.ipv4\.ip_forward$|^net\.ipv[46]\.conf\.(all|default)\.forwarding$/.test(key)) {
    if (value.includes(UNKNOWN) || !/^-?\d+$/.test(value))
      return session.report('error', 'import-unknown-value', { text: `${key}=` })
    if (!key.includes('.default.')) netns.forwarding[family] = value !== '0'
    return DONE
  }
  if (key.startsWith('net.bridge.')) return session.report('info', 'import-setting-ignored', { text: `${key}=${value}` })
  return HARMLESS.test(key) ? DONE : session.report('info', 'import-setting-ignored', { text: `${key}=${value}` })
}

/** Takes every `key=value` in a text that stands for lines of sysctl.conf. */
function setAll(session: Session, netns: Netns, text: string): void {
  for (const line of text.split('\n')) {
    if (/^\s*[#;]/.test(line)) continue
    for (const [, key = '', value = ''] of line.matchAll(KEY_VALUE)) set(session, netns, key, value)
  }
}

/** What a write to a file means for the network: settings below /proc/sys, lines of sysctl.conf, nothing elsewhere. */
export function writeFile(session: Session, netns: Netns, path: string, text: string): Outcome {
  if (path.startsWith('/proc/sys/')) return set(session, netns, path.slice('/proc/sys/'.length), text.trim())
  if (SYSCTL_FILES.test(path)) setAll(session, session.machine.host, text)
  // Notes write `vi /etc/sysctl.conf ==> net.ipv4.ip_forward=1`, in which the shell sees a redirection.
  else if (/^net\.[\w.]+=\d+\.?$/.test(path)) setAll(session, session.machine.host, path)
  else if (/^\/sys\/class\/net\/[^/]+\/bridge\/stp_state$/.test(path)) {
    const bridge = session.device(netns, path.split('/')[4] ?? '')
    if (bridge) bridge.stp = text.trim() === '1'
  } else if (path !== '/dev/null' && path !== '/dev/stderr' && path !== '/dev/tty') session.paths.add(path)
  return DONE
}

/** `sysctl -w key=value`, `sysctl key=value`, `sysctl -p`, `sysctl key`. */
export function sysctl({ words, netns, session, stdin }: Call): Outcome {
  if (stdin !== undefined && words.includes('-')) setAll(session, netns, stdin)
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || words[index - 1] === '-p' || words[index - 1] === '-f') continue
    const joined = words[index + 1] === '=' ? `${word}=${words[index + 2] ?? ''}` : word
    const at = joined.indexOf('=')
    if (at > 0) set(session, netns, joined.slice(0, at), joined.slice(at + 1).trim())
  }
  return DONE
}

/** `tee FILE…`: writes what comes in. */
export function tee({ words, netns, session, stdin }: Call): Outcome {
  for (const path of words) if (!path.startsWith('-')) writeFile(session, netns, path, stdin ?? '')
  return { status: 0, out: stdin ?? '' }
}

/** An editor on sysctl.conf; what stands beside it says what to write there. */
export function editor({ words, session }: Call): Outcome {
  if (words.some((word) => SYSCTL_FILES.test(word))) setAll(session, session.machine.host, words.join('\n'))
  return DONE
}

/** `sed -i 's/#net.ipv4.ip_forward=1/net.ipv4.ip_forward=1/' /etc/sysctl.conf`: what is put in is the last field. */
export function sed({ words, session, stdin }: Call): Outcome {
  if (words.some((word) => SYSCTL_FILES.test(word))) {
    for (const word of words) {
      const fields = /^s(.)/.test(word) ? word.split(word[1] ?? '/') : [word]
      if (!SYSCTL_FILES.test(word)) setAll(session, session.machine.host, (fields[2] ?? fields[0] ?? '').replaceAll('\\', ''))
    }
  }
  if (stdin === undefined) return DONE
  // The MAC, taken out of what `ip link show` prints.
  return { status: 0, out: stdin.includes(OWN_MAC) && words.some((word) => word.includes('ether')) ? `${OWN_MAC}\n` : UNKNOWN }
}
