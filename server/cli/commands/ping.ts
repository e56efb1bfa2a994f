import type { PingEvent } from '../../../core/protocol/agent'
import { type CliCommand, type Invocation, wholeNumber, writeJson } from '../command'
import { machineKind, runningMachine } from '../machine'

export const ping: CliCommand = {
  name: 'ping',
  positionals: ['NAME', 'FROM', 'TO'],
  options: { count: { type: 'string', short: 'c', value: 'N', words: 'count' } },
  async run(invocation) {
    const { io } = invocation
    const [lab, node = '', target = ''] = invocation.positionals
    const count = wholeNumber(invocation, 'count', { min: 1, max: 1000, otherwise: 4 })
    const connection = await runningMachine(invocation)
    const events: PingEvent[] = []
    const stream = connection.stream({ type: 'ping', lab, node, target, count }, (frame) => {
      if (frame.type !== 'ping') return
      events.push(frame.event)
      if (!invocation.json) io.out(eventText(frame.event, invocation))
    })
    const cancel = () => stream.cancel()
    process.on('SIGINT', cancel)
    try {
      await stream.done
    } finally {
      process.off('SIGINT', cancel)
      connection.close()
    }
    const summary = events.find((event) => event.kind === 'summary')
    if (invocation.json) writeJson(io, pingJson(events))
    if (summary !== undefined && summary.sent === count && summary.received === count) return 0
    const start = events.find((event) => event.kind === 'start')
    if (start && !(summary && summary.received > 0)) {
      const { whyUnanswered } = await import('../unanswered')
      io.err(await whyUnanswered(await runningMachine(invocation), lab ?? '', node, start.address, invocation))
    }
    if (machineKind(invocation) === 'host') io.err(await (await import('../findings')).whyNoAnswer(lab ?? '', invocation))
    return 1
  },
}

function eventText(event: PingEvent, { text }: Invocation): string {
  switch (event.kind) {
    case 'start':
      return `${event.command}\n`
    case 'reply':
      return `${text.pingReply(event.from, event.seq, event.ttl, milliseconds(event.ms))}\n`
    case 'timeout':
      return `${text.pingTimeout(event.seq)}\n`
    case 'error':
      return `${event.from === undefined ? '' : `${event.from}: `}${event.text}\n`
    case 'summary': {
      const { rtt } = event
      const times = rtt ? `\n${text.pingTimes(milliseconds(rtt.min), milliseconds(rtt.avg), milliseconds(rtt.max))}` : ''
      return `${text.pingSummary(event.sent, event.received)}${times}\n`
    }
  }
}

function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 3 : 1)
}

function pingJson(events: readonly PingEvent[]) {
  const start = events.find((event) => event.kind === 'start')
  const summary = events.find((event) => event.kind === 'summary')
  return {
    command: start?.command ?? null,
    address: start?.address ?? null,
    sent: summary?.sent ?? 0,
    received: summary?.received ?? 0,
    rtt: summary?.rtt ?? null,
    events: events.filter((event) => event.kind !== 'start' && event.kind !== 'summary'),
  }
}
