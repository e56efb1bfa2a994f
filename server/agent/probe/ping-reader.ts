import type { PingEvent } from '../../../core/protocol/agent'

const REPLY = /^\d+ bytes from (\S+?):? icmp_seq=(\d+) ttl=(\d+) time[=<]([\d.]+) ms/
const SILENCE = /^no answer yet for icmp_seq=(\d+)/
const ICMP_ERROR = /^From (\S+?):? icmp_seq=(\d+) (.+)$/
const SUMMARY = /^(\d+) packets transmitted, (\d+) received/
const TIMES = /^rtt min\/avg\/max\/mdev = ([\d.]+)\/([\d.]+)\/([\d.]+)\//
/** Ping names itself by the path that it was started with. */
const OWN_ERROR = /^(?:\S*\/)?ping: (.+)$/

/** Reads ping's output line by line. */
export class PingReader {
  private readonly answered = new Set<number>()
  private readonly silent = new Set<number>()
  private summary: Extract<PingEvent, { kind: 'summary' }> | undefined

  /** What one line of either stream says; nothing for lines without news. */
  line(text: string): PingEvent[] {
    const reply = REPLY.exec(text)
    if (reply) {
      const [, from = '', seq = '', ttl = '', ms = ''] = reply
      this.answered.add(Number(seq))
      return [{ kind: 'reply', seq: Number(seq), from, ttl: Number(ttl), ms: Number(ms) }]
    }
    const silence = SILENCE.exec(text)
    if (silence) {
      const seq = Number(silence[1])
      // An ICMP error for the same request has said more already.
      if (this.answered.has(seq)) return []
      this.silent.add(seq)
      return [{ kind: 'timeout', seq }]
    }
    const refused = ICMP_ERROR.exec(text)
    if (refused) {
      const [, from = '', seq = '', words = ''] = refused
      this.answered.add(Number(seq))
      return [{ kind: 'error', seq: Number(seq), from, text: words }]
    }
    const summary = SUMMARY.exec(text)
    if (summary) {
      this.summary = { kind: 'summary', sent: Number(summary[1]), received: Number(summary[2]) }
      return []
    }
    const times = TIMES.exec(text)
    if (times && this.summary) {
      this.summary.rtt = { min: Number(times[1]), avg: Number(times[2]), max: Number(times[3]) }
      return []
    }
    const own = OWN_ERROR.exec(text)
    return own ? [{ kind: 'error', text: own[1] ?? text }] : []
  }

  /** After the last line: the requests that nothing was heard of, and the summary. Ping itself is silent about its last request. */
  end(): PingEvent[] {
    const sent = this.summary?.sent ?? 0
    const events: PingEvent[] = []
    for (let seq = 1; seq <= sent; seq++)
      if (!this.answered.has(seq) && !this.silent.has(seq)) events.push({ kind: 'timeout', seq })
    events.push(this.summary ?? { kind: 'summary', sent: 0, received: 0 })
    return events
  }
}
