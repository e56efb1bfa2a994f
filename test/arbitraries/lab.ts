import * as fc from 'fast-check'
import type { Lab } from '../../core/lab/schema'
import { Draft, type EndChoice, type LabChoices } from './draft'

/** Bounds and the name of the random labs. */
export interface LabOptions {
  /** All labs of one arbitrary carry one name, so that a plan can go from one to another. */
  name?: string
  maxNamespaces?: number
  maxBridges?: number
  maxLinks?: number
}

const NAMESPACES = ['red', 'blue', 'green', 'router', 'ns-1', '北京']
const BRIDGES = ['br0', 'v-net-0', 'lan']

const small = fc.nat({ max: 30 })
const rarely = fc.nat({ max: 7 }).map((number) => number === 7)
const often = fc.boolean()

const end: fc.Arbitrary<EndChoice> = fc.record({
  prefix: small,
  v4: fc.nat({ max: 3 }),
  v6: fc.nat({ max: 2 }),
  hostNumber: small,
  down: rarely,
  mtu: small,
  mac: rarely,
})
const id = fc.option(fc.nat({ max: 5 }), { nil: null })

function choicesOf({ maxNamespaces = 5, maxBridges = 3, maxLinks = 8 }: LabOptions): fc.Arbitrary<LabChoices> {
  return fc.record({
    namespaces: fc.shuffledSubarray(NAMESPACES, { maxLength: Math.min(maxNamespaces, NAMESPACES.length) }),
    bridges: fc.uniqueArray(fc.record({ name: fc.constantFrom(...BRIDGES), on: small, stp: rarely, end }), {
      maxLength: maxBridges,
      selector: ({ name }) => name,
    }),
    joins: fc.array(fc.record({ a: small, b: small, id, ends: fc.tuple(end, end) }), { maxLength: maxLinks }),
    nodeIds: fc.array(id, { maxLength: 9 }),
    forwarding: fc.array(often, { maxLength: 6 }),
    loopbacks: fc.array(fc.record({ netns: small, down: often, address: often }), { maxLength: 2 }),
    routes: fc.array(
      fc.record({ netns: small, from: small, to: small, gateway: small, dev: often, bare: rarely, metric: small }),
      { maxLength: 5 },
    ),
    neighbours: fc.array(fc.record({ netns: small, from: small, address: small, mac: small }), { maxLength: 4 }),
    filters: fc.array(
      fc.record({
        netns: small,
        chain: small,
        drop: often,
        rules: fc.array(
          fc.record({
            action: small,
            a: small,
            b: small,
            bits: fc.nat({ max: 63 }),
            protocol: small,
            states: fc.nat({ max: 15 }),
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 4 },
    ),
    nats: fc.array(
      fc.record({ netns: small, type: small, family: rarely, a: small, b: small, port: small, bits: fc.nat({ max: 15 }) }),
      { maxLength: 4 },
    ),
  })
}

/**
 * Random labs that the checks pass without an error and the kernel can hold: namespaces, bridges on the host and in
 * namespaces, veths, both families, routes, neighbours, forwarding, every kind of NAT, packet filters, MTUs, MACs, interfaces that are down, STP.
 * Names, ids and addresses come from small pools, so that two labs overlap in part. Shrinks towards the lone host.
 */
export function arbitraryLab(options: LabOptions = {}): fc.Arbitrary<Lab> {
  return choicesOf(options).map((choices) => {
    const draft = new Draft(options.name ?? 'random')
    draft.addNodes(choices)
    draft.addLinks(choices)
    draft.addAddresses(choices)
    draft.addLoopbacks(choices)
    draft.addRoutes(choices)
    draft.addNeighbours(choices)
    draft.addFilters(choices)
    draft.addNat(choices)
    return draft.finish()
  })
}
