import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDhcpLab } from '../../../test/arbitraries/dhcp'
import { parseLabFile } from '../../lab/file'
import { HOST } from '../../lab/ids'
import type { Lab, LabNode } from '../../lab/schema'
import { portsOf } from '../../lab/view'
import { filterLines, nodeFilter } from '../../plan/filter'
import { natLines, natOpRules } from '../../plan/nat'
import { bashScript } from '../bash'
import { importScript } from './import-script'

/** What a lab makes of a kernel: without ids, layout, the order of nodes, links and chains, and defaults that are written out. */
function meaning(lab: Lab) {
  const nodes = Object.entries(lab.nodes).map(([name, node]) => [name, nodeMeaning(lab, name, node)] as const)
  const links = Object.values(lab.links).map(({ endpoints }) => [...endpoints].sort().join(' '))
  return { nodes: Object.fromEntries(nodes.sort(([a], [b]) => (a < b ? -1 : 1))), links: links.sort() }
}

function nodeMeaning(lab: Lab, name: string, node: LabNode) {
  const interfaces = Object.fromEntries(Object.entries(node.interfaces ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
  if (node.kind === 'bridge') {
    const { id: _id, mtu, ...rest } = node
    const ports = portsOf(lab, name).map(({ config }) => config.mtu ?? 1500)
    // A bridge has the smallest MTU of its ports by itself.
    const own = mtu !== undefined && mtu !== Math.min(...ports) ? { mtu } : {}
    return { ...rest, ...own, interfaces, stp: node.stp ?? false }
  }
  const forwarding = name === HOST ? node.forwarding : (node.forwarding ?? false)
  const nat = [...new Set(natLines(natOpRules(lab, name)))]
  return {
    kind: node.kind,
    interfaces,
    forwarding,
    nat,
    filter: filterLines(nodeFilter(lab, name)),
    neighbours: (node.neighbours ?? []).map(({ dev, address, mac }) => `${dev} ${address} ${mac}`).sort(),
    dhcpServer: node.dhcpServer,
    routes: (node.routes ?? []).map((route) => JSON.stringify(Object.entries(route).sort())).sort(),
  }
}

describe('an exported script', { timeout: 60_000 }, () => {
  test.each(['nft', 'iptables'] as const)('in %s imports back to the same lab', (dialect) => {
    fc.assert(
      fc.property(arbitraryDhcpLab(), (lab) => {
        const { lab: back, findings } = importScript(bashScript(lab, { dialect, locale: 'en' }), lab.name)
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual(bare(lab) ? [expect.anything()] : [])
        expect(meaning(back)).toEqual(meaning(lab))
      }),
      { numRuns: 100 },
    )
  })
})

describe('an exported script that attaches what is there', () => {
  const LABS = ['container-attach', 'pipework', 'nic-to-bridge'].flatMap((name) =>
    (['nft', 'iptables'] as const).map((dialect) => ({ name, dialect })),
  )

  test.each(LABS)('$name in $dialect imports back to the same lab', ({ name, dialect }) => {
    const { lab } = parseLabFile(readFileSync(join(import.meta.dirname, `../../../labs/${name}.netloom.yaml`), 'utf8'))
    if (!lab) throw new Error(`${name} cannot be read`)
    const { lab: back, findings } = importScript(bashScript(lab, { dialect, locale: 'en' }), lab.name)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(meaning(back)).toEqual(meaning(lab))
  })
})

/** A lab in which nothing is drawn exports to a script that makes nothing. */
function bare({ nodes, links }: Lab): boolean {
  const host = nodes[HOST]
  return (
    Object.keys(nodes).length === 1 &&
    Object.keys(links).length === 0 &&
    host?.kind === 'host' &&
    !host.forwarding &&
    !host.nat &&
    !host.dhcpServer &&
    !host.filter &&
    !host.interfaces
  )
}
