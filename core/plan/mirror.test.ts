import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { machineWith, stateAfter } from '../../test/imagined-machine'
import type { Lab } from '../lab/schema'
import { equalData } from '../state/equal'
import type { LinkState, MachineState, NetnsState } from '../state/state'
import { Comparison } from './comparison'
import { driftOf } from './drift'
import { type Kernel, type KernelLink, kernelOf } from './kernel'
import { Mirror } from './mirror'
import { planLab } from './plan-lab'

/** Something that the kernel does behind our back: to one namespace, and to one of its links. */
const happening = fc.record({
  netns: fc.nat(),
  link: fc.nat(),
  what: fc.constantFrom(
    'down',
    'up',
    'no addresses',
    'mtu',
    'no routes',
    'forwarding',
    'no rules',
    'no neighbours',
    'stp',
    'mac',
    'rename',
    'gone',
    'leave',
  ),
})
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

/** The state after it, which shares all else with the one before. */
function changed(state: MachineState, { netns, link, what }: Happening): MachineState {
  const names = Object.keys(state.namespaces)
  const name = names[netns % names.length] ?? 'host'
  const found = state.namespaces[name]
  if (!found) return state
  const indexes = Object.keys(found.links)
  const index = indexes[link % indexes.length] ?? ''
  const withNetns = (change: Partial<NetnsState>) => ({
    ...state,
    namespaces: { ...state.namespaces, [name]: { ...found, ...change } },
  })
  const withLink = (change: Partial<LinkState>) => {
    const known = found.links[index]
    return known ? withNetns({ links: { ...found.links, [index]: { ...known, ...change } } }) : state
  }
  if (what === 'down') return withLink({ up: false, operstate: 'down' })
  if (what === 'up') return withLink({ up: true, operstate: 'up' })
  if (what === 'no addresses') return withLink({ addresses: [] })
  if (what === 'mtu') return withLink({ mtu: 1234 })
  if (what === 'stp') return withLink({ stp: true })
  if (what === 'mac') return withLink({ mac: '02:00:00:00:00:99' })
  if (what === 'rename') return withLink({ name: `renamed${index}` })
  if (what === 'no routes') return withNetns({ routes: [] })
  if (what === 'forwarding') return withNetns({ forwarding: { ipv4: true, ipv6: true } })
  if (what === 'no rules') return withNetns({ nat: [] })
  if (what === 'no neighbours') return withNetns({ neighbours: [] })
  if (what === 'leave')
    return withNetns({ links: Object.fromEntries(Object.entries(found.links).filter(([key]) => key !== index)) })
  if (name === 'host') return state
  return { ...state, namespaces: Object.fromEntries(Object.entries(state.namespaces).filter(([key]) => key !== name)) }
}

/** What is the same in both is the same object, as it is after `applyStateChange`. */
function shared(before: MachineState, now: MachineState): MachineState {
  const namespaces = Object.entries(now.namespaces).map(([key, netns]) => {
    const known = before.namespaces[key]
    return [key, known && equalData(known, netns) ? known : netns] as const
  })
  return { ...now, namespaces: Object.fromEntries(namespaces) }
}

/** A kernel as plain data: what it refers to by its place. */
function listed({ namespaces, ports, missingPrograms }: Kernel) {
  const place = (link: KernelLink | undefined) => link && `${link.netns.name}:${link.name}`
  const links = (all: Map<string, KernelLink>) =>
    [...all].map(([key, { netns, master, peer, addresses, ...rest }]) => {
      return { key, ...rest, netns: netns.name, master: place(master), peer: place(peer), addresses: [...addresses.values()] }
    })
  return {
    namespaces: [...namespaces].map(([key, netns]) => ({
      key,
      ...netns,
      links: links(netns.links),
      altNames: links(netns.altNames),
      routes: netns.routes.map((route) => ({ ...route, dev: place(route.dev) })),
      neighbours: netns.neighbours.map((neighbour) => ({ ...neighbour, dev: place(neighbour.dev) })),
      services: netns.services.map((service) => ({ ...service, link: place(service.link) })),
    })),
    missingPrograms,
    ports: [...ports].map(([bridge, all]) => [place(bridge), [...all].map(place)]),
  }
}

function expectSame(lab: Lab, comparison: Comparison, state: MachineState) {
  expect(comparison.drift).toEqual(driftOf(lab, state))
  expect(comparison.plan()).toEqual(planLab(lab, state))
}

describe('a mirror of the kernel', () => {
  it('holds what is read from the newest state, whatever happened on the way there', () => {
    fc.assert(
      fc.property(arbitraryLab(), fc.array(happening, { maxLength: 12 }), (lab, happenings) => {
        let state = machineWith(lab)
        const mirror = new Mirror(state)
        for (const one of happenings) {
          state = changed(state, one)
          mirror.follow(state)
          expect(listed(mirror.kernel)).toEqual(listed(kernelOf(state)))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('looks at nothing but the namespace in which a value changed', () => {
    const lab: Lab = {
      netloom: 1,
      name: 'lab',
      nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
      links: { wire: { endpoints: ['red:eth0', 'blue:eth0'] } },
    }
    const state = machineWith(lab)
    const mirror = new Mirror(state)
    const blue = mirror.kernel.namespaces.get('blue')
    const others = mirror.follow(changed(state, { netns: 1, link: 1, what: 'down' }))
    expect([...(others ?? [])].map(({ name }) => name)).toEqual(['red'])
    expect(mirror.kernel.namespaces.get('blue')).toBe(blue)
    expect(mirror.kernel.namespaces.get('red')?.links.get('eth0')?.up).toBe(false)
  })

  it('reads all anew when something came, went or became something else', () => {
    const lab: Lab = { netloom: 1, name: 'lab', nodes: { host: { kind: 'host' }, red: { kind: 'namespace' } }, links: {} }
    const state = machineWith(lab)
    for (const what of ['rename', 'gone', 'leave'] as const) {
      const mirror = new Mirror(state)
      expect(mirror.kernel.namespaces.has('red')).toBe(true)
      expect(mirror.follow(changed(state, { netns: 1, link: 0, what }))).toBeUndefined()
    }
  })
})

describe('a comparison that goes on', () => {
  it('tells the same drift and the same plan as each alone, after every change', () => {
    fc.assert(
      fc.property(arbitraryLab(), arbitraryLab(), fc.array(happening, { maxLength: 8 }), (lab, drawn, happenings) => {
        let state = machineWith(lab)
        const mirror = new Mirror(state)
        const labs = [lab, { ...drawn, name: lab.name }]
        let comparisons = labs.map((one) => new Comparison(one, mirror))
        for (const one of [...happenings, { netns: 0, link: 0, what: 'up' as const }]) {
          labs.forEach((one, at) => {
            const comparison = comparisons[at]
            if (comparison) expectSame(one, comparison, state)
          })
          state = changed(state, one)
          const news = mirror.follow(state)
          comparisons = comparisons.map((comparison, at) => {
            return news && comparison.reread(news) ? comparison : new Comparison(labs[at] ?? lab, mirror)
          })
        }
      }),
      { numRuns: 25 },
    )
  })

  it('keeps up while a plan is carried out', () => {
    fc.assert(
      fc.property(arbitraryLab(), arbitraryLab(), (from, to) => {
        const lab = { ...to, name: from.name }
        const start = machineWith(from)
        const plan = planLab(lab, start)
        const mirror = new Mirror(start)
        let comparison = new Comparison(lab, mirror)
        for (let done = 1; done <= plan.steps.length; done += 1 + Math.floor(plan.steps.length / 5)) {
          const state = shared(mirror.observed, stateAfter({ ...plan, steps: plan.steps.slice(0, done) }, start))
          const news = mirror.follow(state)
          if (!news || !comparison.reread(news)) comparison = new Comparison(lab, mirror)
          expectSame(lab, comparison, state)
        }
      }),
      { numRuns: 15 },
    )
  })
})
