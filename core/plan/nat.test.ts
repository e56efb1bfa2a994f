import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { emptyLab } from '../lab/empty'
import type { NatRule } from '../lab/schema'
import { natOpRule, natOpRules, natRuleKey, parseNatRuleKey } from './nat'
import { sameRules } from './rules'

describe('a NAT rule', () => {
  test('has its networks without host bits, and single addresses without a prefix, as nft lists them', () => {
    expect(natOpRule({ type: 'masquerade', source: '10.0.0.7/24', except: ['10.9.0.1/32'], out: 'eth0' })).toEqual({
      type: 'masquerade',
      family: 4,
      source: '10.0.0.0/24',
      except: ['10.9.0.1'],
      out: 'eth0',
    })
  })

  test('that hides all addresses says so by its family', () => {
    expect(natOpRule({ type: 'masquerade', source: '0.0.0.0/0', out: 'eth0' })).toEqual({
      type: 'masquerade',
      family: 4,
      except: [],
      out: 'eth0',
    })
    expect(natOpRule({ type: 'masquerade', out: 'eth0' })).toMatchObject({ family: 'any' })
  })

  test('has the family of its target, which may be IPv6 with a port', () => {
    expect(natOpRule({ type: 'dnat', protocol: 'tcp', port: 80, in: 'eth0', to: '[fd00:0::2]:8080' })).toEqual({
      type: 'dnat',
      family: 6,
      protocol: 'tcp',
      port: 80,
      in: 'eth0',
      to: 'fd00::2',
      toPort: 8080,
    })
  })

  test('that cannot be read is left to the checks', () => {
    expect(natOpRule({ type: 'snat', to: '10.0.0' })).toBeUndefined()
    expect(natOpRule({ type: 'dnat', protocol: 'tcp', port: 80, to: 'blue' })).toBeUndefined()
  })
})

describe('a rule’s key', { timeout: 60_000 }, () => {
  test('reads as what the rule does', () => {
    expect(
      natRuleKey({
        type: 'snat',
        family: 4,
        source: '10.0.0.0/24',
        except: ['10.2.0.0/16', '10.1.0.0/16'],
        out: 'eth0',
        to: '1.2.3.4',
      }),
    ).toBe('snat ip4 from 10.0.0.0/24 not to 10.1.0.0/16 not to 10.2.0.0/16 out eth0 -> 1.2.3.4')
  })

  test('that repeats an earlier one is not written again, family by family', () => {
    const rules = (...nat: NatRule[]) => {
      const { host: _host, ...nodes } = emptyLab('demo').nodes
      return natOpRules({ ...emptyLab('demo'), nodes: { ...nodes, host: { kind: 'host', nat } } }, 'host').map(natRuleKey)
    }
    const all: NatRule = { type: 'masquerade' }
    const four: NatRule = { type: 'masquerade', source: '0.0.0.0/0' }
    expect(rules(all, all)).toEqual(['masquerade ipany'])
    expect(rules(all, four)).toEqual(['masquerade ipany'])
    expect(rules(four, all)).toEqual(['masquerade ip4', 'masquerade ip6'])
    expect(rules({ ...all, out: 'eth0' }, all)).toEqual(['masquerade ipany out eth0', 'masquerade ipany'])
  })

  test('can be read back, for every rule of every lab', () => {
    fc.assert(
      fc.property(arbitraryLab(), (lab) => {
        for (const rule of Object.keys(lab.nodes).flatMap((node) => natOpRules(lab, node))) {
          const key = natRuleKey(rule)
          const read = parseNatRuleKey(key)
          expect(read && natRuleKey(read)).toBe(key)
        }
      }),
    )
  })

  test('of somebody else’s rule is nothing that we would write', () => {
    expect(parseNatRuleKey('other [{"drop":null}]')).toBeUndefined()
    expect(parseNatRuleKey('masquerade')).toBeUndefined()
  })
})

describe('two lists of rules', () => {
  test('do the same when each chain has the same in the same order', () => {
    expect(
      sameRules(['prerouting a', 'postrouting b', 'postrouting c'], ['postrouting b', 'prerouting a', 'postrouting c']),
    ).toBe(true)
    expect(sameRules(['postrouting b', 'postrouting c'], ['postrouting c', 'postrouting b'])).toBe(false)
  })
})
