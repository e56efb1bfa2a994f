import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { blankMachine } from '../state/blank'
import type { Op } from './ops'
import { planLab } from './plan-lab'
import { touchedBy } from './touched'

const told = (ops: readonly Op[]) => touchedBy(ops).map(({ kind, name, how }) => `${how} ${kind} ${name}`)

it('names an interface that becomes a port before everything else, and each thing once', () => {
  expect(
    told([
      { op: 'netns-add', netns: 'guest', id: 'guest' },
      { op: 'bridge-add', netns: 'host', name: 'br0', node: 'br0', stp: false },
      { op: 'link-up', netns: 'host', name: 'br0' },
      { op: 'address-add', netns: 'guest', dev: 'eth0', address: '10.0.0.2/24' },
      { op: 'nic-attach', netns: 'host', name: 'eth0', bridge: 'br0', addresses: ['10.0.0.1/24'], routes: [] },
    ]),
  ).toEqual(['change nic eth0', 'create interface br0', 'create namespace guest'])
})

it('tells of settings, routes and rules of the computer in the kernel’s own words', () => {
  expect(
    told([
      { op: 'forwarding', netns: 'host', on: true },
      { op: 'rules-set', netns: 'host', lab: 'lan', rules: [] },
      { op: 'route-add', netns: 'host', family: 4, to: 'default', via: '10.0.0.1' },
      { op: 'address-delete', netns: 'host', dev: 'lo', address: '10.1.1.1/32' },
    ]),
  ).toEqual([
    'delete address 10.1.1.1/32 dev lo',
    'create route default via 10.0.0.1',
    'change sysctl net.ipv4.ip_forward = 1',
    'change sysctl net.ipv6.conf.all.forwarding = 1',
    'create table inet netloom-lan',
  ])
})

it('says that a container is attached to, and that what is made anew was there before', () => {
  const end = (netns: string, name: string) => ({ netns, name })
  expect(
    told([
      { op: 'link-delete', netns: 'host', name: 'veth0' },
      { op: 'veth-add', link: 'wire', ends: [end('host', 'veth0'), end('docker:web', 'eth1')] },
      { op: 'service-start', netns: 'red', lab: 'lan', service: { kind: 'dhcp-client', interface: 'eth0' } },
    ]),
  ).toEqual(['change interface veth0', 'change namespace red', 'change container docker:web'])
})

it('names every namespace of any lab that is applied for the first time, as something new', () => {
  fc.assert(
    fc.property(arbitraryLab(), (lab) => {
      const ops = planLab(lab, blankMachine).steps.map(({ op }) => op)
      const made = ops.flatMap((op) => (op.op === 'netns-add' ? [op.netns] : []))
      const names = touchedBy(ops).filter(({ kind, how }) => kind === 'namespace' && how === 'create')
      expect(names.map(({ name }) => name).sort()).toEqual(made.sort())
    }),
  )
})
