import { describe, expect, test } from 'vitest'
import type { PingEvent } from '../../../core/protocol/agent'
import { PingReader } from './ping-reader'

function read(text: string): PingEvent[] {
  const reader = new PingReader()
  return [...text.split('\n').flatMap((line) => reader.line(line)), ...reader.end()]
}

describe('what ping prints', () => {
  test('replies and times, IPv4', () => {
    expect(
      read(`PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.
64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.045 ms
64 bytes from 10.0.0.2: icmp_seq=2 ttl=63 time=12.3 ms

--- 10.0.0.2 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1001ms
rtt min/avg/max/mdev = 0.045/6.172/12.300/6.127 ms`),
    ).toEqual([
      { kind: 'reply', seq: 1, from: '10.0.0.2', ttl: 64, ms: 0.045 },
      { kind: 'reply', seq: 2, from: '10.0.0.2', ttl: 63, ms: 12.3 },
      { kind: 'summary', sent: 2, received: 2, rtt: { min: 0.045, avg: 6.172, max: 12.3 } },
    ])
  })

  test('replies, IPv6', () => {
    expect(read('64 bytes from 2001:db8::2: icmp_seq=1 ttl=64 time=0.1 ms')[0]).toEqual({
      kind: 'reply',
      seq: 1,
      from: '2001:db8::2',
      ttl: 64,
      ms: 0.1,
    })
  })

  test('silence, also of the last request, which ping itself does not mention', () => {
    expect(
      read(`no answer yet for icmp_seq=1
no answer yet for icmp_seq=2

--- 10.0.0.9 ping statistics ---
3 packets transmitted, 0 received, 100% packet loss, time 2048ms`),
    ).toEqual([
      { kind: 'timeout', seq: 1 },
      { kind: 'timeout', seq: 2 },
      { kind: 'timeout', seq: 3 },
      { kind: 'summary', sent: 3, received: 0 },
    ])
  })

  test('what a router or the own kernel answers, said once for each request', () => {
    expect(
      read(`From 10.0.0.1 icmp_seq=1 Destination Net Unreachable
no answer yet for icmp_seq=1
From 10.0.0.2 icmp_seq=2 Destination Host Unreachable
From 10.0.0.3: icmp_seq=3 Time to live exceeded

3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2041ms`),
    ).toEqual([
      { kind: 'error', seq: 1, from: '10.0.0.1', text: 'Destination Net Unreachable' },
      { kind: 'error', seq: 2, from: '10.0.0.2', text: 'Destination Host Unreachable' },
      { kind: 'error', seq: 3, from: '10.0.0.3', text: 'Time to live exceeded' },
      { kind: 'summary', sent: 3, received: 0 },
    ])
  })

  test.each(['ping', '/usr/bin/ping'])('an error of its own, before anything was sent, under the name %s', (name) => {
    expect(read(`${name}: connect: Network is unreachable`)).toEqual([
      { kind: 'error', text: 'connect: Network is unreachable' },
      { kind: 'summary', sent: 0, received: 0 },
    ])
  })

  test('a reply that comes after it was given up still counts as a reply', () => {
    const events = read(`no answer yet for icmp_seq=1
64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=1200 ms
1 packets transmitted, 1 received, 0% packet loss, time 0ms`)
    expect(events.map(({ kind }) => kind)).toEqual(['timeout', 'reply', 'summary'])
  })
})
