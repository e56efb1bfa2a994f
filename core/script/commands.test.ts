import { describe, expect, test } from 'vitest'
import type { NatOpRule, Op } from '../plan/ops'
import { ROUTE_PROTOCOL } from '../state/owner'
import { type CommandOptions, commandsOf, commandsOfStep } from './commands'
import { iptablesChain } from './iptables'

const PLAIN: CommandOptions = { dialect: 'nft', marks: false, lab: 'demo' }
const MARKED: CommandOptions = { ...PLAIN, marks: true }
const IPTABLES: CommandOptions = { ...PLAIN, dialect: 'iptables' }

const veth = (a: string, b: string): Op => ({
  op: 'veth-add',
  link: 'one',
  ends: [
    { netns: a, name: 'eth0', mtu: 1400 },
    { netns: b, name: 'eth1', mac: '02:00:00:00:00:01' },
  ],
})
const nat = (...rules: NatOpRule[]): Op => ({ op: 'rules-set', netns: 'red', lab: 'demo', rules })

describe('a veth pair', () => {
  test('is made with the host’s end first, and the peer born where it belongs', () => {
    expect(commandsOf(veth('red', 'host'), PLAIN)).toEqual([
      'ip link add name eth1 address 02:00:00:00:00:01 type veth peer name eth0 mtu 1400 netns red',
    ])
    expect(commandsOf(veth('red', 'blue'), PLAIN)).toEqual([
      'ip link add name eth0 mtu 1400 netns red type veth peer name eth1 address 02:00:00:00:00:01 netns blue',
    ])
    expect(commandsOf(veth('red', 'red'), PLAIN)).toEqual([
      'ip -n red link add name eth0 mtu 1400 type veth peer name eth1 address 02:00:00:00:00:01',
    ])
  })

  test('gets its group at birth and its owner after it, where marks are asked for', () => {
    expect(commandsOf(veth('red', 'host'), MARKED)).toEqual([
      'ip link add name eth1 address 02:00:00:00:00:01 group 188 type veth peer name eth0 mtu 1400 group 188 netns red',
      'ip -n red link set dev eth0 alias netloom:demo:0:one',
      'ip link set dev eth1 alias netloom:demo:1:one',
    ])
  })
})

describe('commands', () => {
  test('name the namespace only where it is not the host', () => {
    expect(commandsOf({ op: 'link-up', netns: 'host', name: 'eth0' }, PLAIN)).toEqual(['ip link set dev eth0 up'])
    expect(commandsOf({ op: 'link-up', netns: 'red', name: 'eth0' }, PLAIN)).toEqual(['ip -n red link set dev eth0 up'])
  })

  test('quote what a shell would not take as it is', () => {
    expect(commandsOf({ op: 'netns-add', netns: "it's $(x)", id: 'a' }, PLAIN)).toEqual(["ip netns add 'it'\\''s $(x)'"])
    expect(commandsOf({ op: 'netns-add', netns: '北京', id: 'a' }, PLAIN)).toEqual(['ip netns add 北京'])
  })

  test('add IPv6 addresses without waiting for duplicates, and IPv6 routes as such', () => {
    expect(commandsOf({ op: 'address-add', netns: 'red', dev: 'eth0', address: 'fd00::2/64' }, PLAIN)).toEqual([
      'ip -n red address replace fd00::2/64 dev eth0 nodad',
    ])
    expect(commandsOf({ op: 'route-add', netns: 'red', family: 6, to: 'default', via: 'fd00::1', metric: 9 }, MARKED)).toEqual([
      `ip -6 -n red route replace default via fd00::1 metric 9 proto ${ROUTE_PROTOCOL}`,
    ])
  })

  test('write both families’ forwarding', () => {
    expect(commandsOf({ op: 'forwarding', netns: 'red', on: true }, PLAIN)).toEqual([
      'ip netns exec red sysctl -q -w net.ipv4.ip_forward=1',
      'ip netns exec red sysctl -q -w net.ipv6.conf.all.forwarding=1',
    ])
  })
})

describe('NAT rules', () => {
  const masquerade: NatOpRule = { type: 'masquerade', family: 4, source: '10.0.0.0/24', except: ['10.9.0.0/16'], out: 'eth0' }
  const dnat: NatOpRule = { type: 'dnat', family: 6, protocol: 'tcp', port: 80, in: 'eth0', to: 'fd00::2', toPort: 8080 }

  test('are written for nft', () => {
    expect(commandsOf(nat(masquerade, dnat), PLAIN).slice(-2)).toEqual([
      `ip netns exec red nft 'add rule inet netloom-demo postrouting ip saddr 10.0.0.0/24 ip daddr != 10.9.0.0/16 oifname "eth0" counter masquerade'`,
      `ip netns exec red nft 'add rule inet netloom-demo prerouting iifname "eth0" tcp dport 80 counter dnat ip6 to [fd00::2]:8080'`,
    ])
  })

  test('are written for iptables, by family', () => {
    expect(commandsOf(nat(masquerade, dnat), IPTABLES)).toEqual([
      'ip netns exec red iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -d 10.9.0.0/16 -o eth0 -j MASQUERADE',
      "ip netns exec red ip6tables -t nat -A PREROUTING -i eth0 -p tcp --dport 80 -j DNAT --to-destination '[fd00::2]:8080'",
    ])
  })

  test('for both families are two of iptables', () => {
    expect(commandsOf(nat({ type: 'masquerade', family: 'any', except: [], out: 'eth0' }), IPTABLES)).toEqual([
      'ip netns exec red iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
      'ip netns exec red ip6tables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
    ])
  })

  test('with several exceptions get a chain of their own, since iptables takes one “! -d”', () => {
    expect(commandsOf(nat({ ...masquerade, except: ['10.8.0.0/16', '10.9.0.0/16'] }), IPTABLES)).toEqual([
      'ip netns exec red iptables -t nat -N NL-demo-0',
      'ip netns exec red iptables -t nat -A NL-demo-0 -d 10.8.0.0/16 -j RETURN',
      'ip netns exec red iptables -t nat -A NL-demo-0 -d 10.9.0.0/16 -j RETURN',
      'ip netns exec red iptables -t nat -A NL-demo-0 -j MASQUERADE',
      'ip netns exec red iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o eth0 -j NL-demo-0',
    ])
  })

  test('that take the place of others, or go, are ours, and so in a table of nft’s, whichever way they are written', () => {
    const gone = 'ip netns exec red nft delete table inet netloom-demo'
    const written = commandsOf(nat(masquerade), IPTABLES)
    expect(commandsOfStep({ op: nat(masquerade), action: 'create' }, IPTABLES)).toEqual(written)
    expect(commandsOfStep({ op: nat(masquerade), action: 'change' }, IPTABLES)).toEqual([gone, ...written])
    for (const options of [PLAIN, IPTABLES])
      expect(commandsOf({ op: 'rules-delete', netns: 'red', lab: 'demo' }, options)).toEqual([gone])
  })

  test('have another chain in another lab, however alike the names begin, and none too long for iptables', () => {
    const names = ['customer-network-site-a', 'customer-network-site-b', 'customer-network-sit', 'a'.repeat(40)]
    const chains = names.map((name) => iptablesChain(name, 9999))
    expect(new Set(chains).size).toBe(names.length)
    for (const chain of chains) expect(chain.length).toBeLessThanOrEqual(28)
  })

  test('of a family without an address match it', () => {
    expect(commandsOf(nat({ type: 'masquerade', family: 4, except: [], out: 'eth0' }), PLAIN).at(-1)).toContain(
      'meta nfproto ipv4 oifname',
    )
  })
})
