import { netnsTarget } from './containers'
import { ipAddress } from './ip-address'
import { ipLink } from './ip-link'
import { ipNetns } from './ip-netns'
import { ipRoute } from './ip-route'
import type { Netns } from './machine'
import { ipNeighbour } from './neighbour'
import { type Call, DONE, type Outcome } from './session'
import { type Verb, verbOrMistake, Words } from './words'

/** What an object of `ip` is given: its words, where, and the family that `-4` or `-6` asked for. */
export interface IpCall {
  call: Call
  netns: Netns
  family: 4 | 6 | undefined
  words: Words
  all: boolean
}

type IpObject = (ip: IpCall) => Outcome

const harmless: IpObject = () => DONE

function unsupported(what: 'rule' | 'tunnel'): IpObject {
  return ({ call, words }) => {
    const verb = words.next() ?? 'show'
    if ('show'.startsWith(verb) || 'list'.startsWith(verb) || verb === 'lst' || verb === 'get') return DONE
    return call.session.report('warning', `import-${what}`, { text: [verb, ...words.rest()].join(' ') })
  }
}

/** In the order of iproute2's own table, so that `ip a`, `ip n` and `ip r` mean what they mean there. */
const OBJECTS: readonly Verb<IpObject>[] = [
  { names: ['address'], run: ipAddress },
  { names: ['addrlabel', 'maddress'], run: harmless },
  { names: ['route'], run: ipRoute },
  { names: ['rule'], run: unsupported('rule') },
  { names: ['neighbor', 'neighbour'], run: ipNeighbour },
  { names: ['ntable', 'ntbl'], run: harmless },
  { names: ['link'], run: ipLink },
  { names: ['l2tp', 'tunnel', 'tunl', 'tuntap', 'xfrm', 'macsec', 'vrf'], run: unsupported('tunnel') },
  { names: ['netns'], run: ipNetns },
  { names: ['monitor', 'mroute', 'mrule', 'netconf', 'token', 'tcp_metrics', 'ioam', 'help', 'stats'], run: harmless },
]

/** Options without a value that only change what is printed. */
const QUIET = new Set(['s', 'stats', 'statistics', 'd', 'details', 'o', 'oneline', 'br', 'brief', 'j', 'json', 'p', 'pretty'])

/** `ip [OPTIONS] OBJECT …`, iproute2. */
export function ip(call: Call): Outcome {
  const { session } = call
  const words = new Words(call.words)
  let netns = call.netns
  let family: 4 | 6 | undefined
  let all = false
  for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
    words.next()
    const option = word.replace(/^--?/, '')
    if (option === 'n' || option === 'netns') {
      const name = words.next()
      const found = name === undefined ? undefined : netnsTarget(session, name)
      if (!found) return { status: 1, out: '' }
      netns = found
    } else if (option === '4' || option === '6') family = option === '4' ? 4 : 6
    else if (option === 'f' || option === 'family') family = words.next() === 'inet6' ? 6 : 4
    else if (option === 'all' || option === 'a') all = true
    else if (option === 'b' || option === 'batch') return batch(call, words.next(), netns)
    else if (option === 'c' || option.startsWith('color') || QUIET.has(option) || option === 'force') continue
    else if (option === 'V' || option === 'h' || option === 'help') return DONE
    else return session.report('error', 'import-unknown-word', { tool: 'ip', word })
  }
  const typed = words.next()
  if (typed === undefined) return DONE
  const object = verbOrMistake(session, 'ip', OBJECTS, typed)
  return object ? object({ call, netns, family, words, all }) : { status: 1, out: '' }
}

function batch(call: Call, file: string | undefined, netns: Netns): Outcome {
  if ((file !== '-' && file !== '/dev/stdin') || call.stdin === undefined)
    return call.session.report('error', 'import-file-unknown', { file: file ?? '' })
  for (const line of call.stdin.split('\n')) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/)
    if (words[0]) ip({ ...call, words, netns })
  }
  return DONE
}
