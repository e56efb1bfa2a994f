import { describe, expect, it } from 'vitest'
import { eachIs, found, lab, redAddress } from './testing'

describe('packet filters', () => {
  const input = (...rules: object[]) => ({ 'nodes.red.filter': { input: { rules } } })
  const forward = (...rules: object[]) => ({ 'nodes.host.filter': { forward: { rules } } })
  const answers = { action: 'accept', state: ['established', 'related'] }
  const R0 = 'nodes.red.filter.input.rules.0'

  it('have nothing wrong with them', () => {
    const rules = [answers, { action: 'accept', protocol: 'tcp', port: 22, in: 'eth0' }, { action: 'reject', source: '10.0.0.2' }]
    expect(found(lab({ 'nodes.red.filter': { input: { policy: 'drop', rules }, output: {} } }))).toEqual([])
    const between = [answers, { action: 'accept', in: 'br0', out: 'eth9', state: 'new' }]
    expect(found(lab({ 'nodes.host.filter': { forward: { policy: 'drop', rules: between } } }))).toEqual([])
    expect(found(lab({ 'nodes.red.filter': { forward: undefined, input: { policy: 'drop' } } }))).toEqual([])
  })

  it('go by the narrower rule first', () => {
    const narrow = { action: 'drop', source: '10.0.0.2', protocol: 'tcp', port: 22 }
    expect(found(lab(input(narrow, { action: 'accept', source: '10.0.0.0/24' })))).toEqual([])
  })

  eachIs('error', [
    ['bad-address', `${R0}.source`, input({ action: 'drop', source: 'x' })],
    ['nat-host-bits', `${R0}.destination`, input({ action: 'drop', destination: '10.0.0.1/24' })],
    ['nat-mixed-families', R0, input({ action: 'drop', source: '10.0.0.2', destination: 'fd00::1' })],
    ['nat-mixed-families', R0, input({ action: 'drop', source: '10.0.0.2', protocol: 'icmpv6' })],
    ['filter-port-alone', `${R0}.port`, input({ action: 'drop', port: 22 })],
    ['filter-port-alone', `${R0}.port`, input({ action: 'drop', port: 22, protocol: 'icmp' })],
    ['filter-wrong-direction', `${R0}.out`, input({ action: 'drop', out: 'eth0' })],
    [
      'filter-wrong-direction',
      'nodes.red.filter.output.rules.0.in',
      { 'nodes.red.filter': { output: { rules: [{ action: 'drop', in: 'eth0' }] } } },
    ],
    ['nat-interface-unknown', `${R0}.in`, input({ action: 'drop', in: 'eth1' })],
    ['nat-interface-is-port', 'nodes.host.filter.forward.rules.0.in', forward({ action: 'drop', in: 'veth-red' })],
  ])
  eachIs('warning', [
    ['filter-forward-unused', 'nodes.red.filter.forward', { 'nodes.red.filter': { forward: { policy: 'drop' } } }],
    ['filter-shadowed', 'nodes.red.filter.input.rules.1', input({ action: 'accept' }, { action: 'drop', source: '10.0.0.2' })],
    [
      'filter-shadowed',
      'nodes.red.filter.input.rules.1',
      input(
        { action: 'drop', source: '10.0.0.0/24', protocol: 'tcp' },
        { action: 'accept', source: '10.0.0.2', protocol: 'tcp', port: 22 },
      ),
    ],
    [
      'filter-no-answers',
      'nodes.red.filter.input.policy',
      { 'nodes.red.filter': { input: { policy: 'drop', rules: [{ action: 'accept', protocol: 'tcp', port: 22 }] } } },
    ],
    [
      'filter-host-cut-off',
      'nodes.host.filter.input.policy',
      { 'nodes.host.filter': { input: { policy: 'drop', rules: [answers] } } },
    ],
    [
      'filter-no-discovery',
      'nodes.red.filter.input.policy',
      { ...redAddress('10.0.0.1/24', 'fd00::1/64'), 'nodes.red.filter': { input: { policy: 'drop', rules: [answers] } } },
    ],
  ])
})
