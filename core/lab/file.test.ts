import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it, test, vi } from 'vitest'
import { arbitraryLab } from '../../test/arbitraries/lab'
import { applyCommand } from '../edit/apply'
import type { Command } from '../edit/change'
import { equalJson } from '../edit/json'
import { renameInterface, renameNode } from '../edit/rename'
import { describeDiagnostic } from '../text/describe-diagnostic'
import { LOCALES } from '../text/locale'
import { emptyLab } from './empty'
import { parseLabFile, writeLabFile } from './file'
import type { Lab } from './schema'
import { OWN_STYLE, styleOf } from './yaml-style'

// Big texts and hundreds of random ones: on a busy machine they take a while, and that is not what is tested.
vi.setConfig({ testTimeout: 120_000 })

const HEAD = 'netloom: 1\nname: case\n'

function findings(text: string): string[] {
  return parseLabFile(text).diagnostics.map(
    ({ code, path, position }) => `${position?.line}:${position?.column} ${code} ${path.join('.')}`,
  )
}

function labOf(text: string): Lab {
  const { lab } = parseLabFile(text)
  if (!lab) throw new Error(findings(text).join('\n'))
  return lab
}

function edited(lab: Lab, built: Command | { refused: unknown }): Lab {
  if ('refused' in built) throw new Error(JSON.stringify(built.refused))
  const result = applyCommand(lab, built)
  if (!result.ok) throw new Error(result.text)
  return result.lab
}

describe('reading', () => {
  it('adds the host, and gives links their default ids', () => {
    expect(labOf(`${HEAD}nodes:\n  red: { kind: namespace }\nlinks:\n  - endpoints: [red:eth0, host:veth-red]\n`)).toEqual({
      netloom: 1,
      name: 'case',
      nodes: { host: { kind: 'host' }, red: { kind: 'namespace' } },
      links: { 'red.eth0--host.veth-red': { endpoints: ['red:eth0', 'host:veth-red'] } },
    })
  })

  it('takes names that look like numbers as names', () => {
    expect(Object.keys(labOf(`${HEAD}nodes:\n  1: { kind: namespace }\n`).nodes)).toContain('1')
  })

  const red = (text: string) => `${HEAD}nodes:\n  red:\n    kind: namespace\n    ${text}\n`
  test.each([
    ['', ['1:1 expected-map ']],
    ['[]', ['1:1 expected-map ']],
    [`${HEAD}colour: red\n`, ['3:1 unknown-field colour']],
    ['netloom: 2\nname: case\n', ['1:10 unknown-version netloom']],
    ['name: case\n', ['1:1 missing-field netloom']],
    ['netloom: 1\nname: Case\n', ['2:7 bad-lab-name name']],
    ['netloom: 1\nname: 7\n', ['2:7 expected-text name']],
    [`${HEAD}nodes:\n  a b: { kind: namespace }\n`, ['4:3 bad-node-name nodes.a b']],
    [`${HEAD}nodes:\n  red: { kind: router }\n`, ['4:16 unknown-kind nodes.red.kind']],
    [
      red('dhcpServer: { interface: eth0, range: [10.0.0.1], serves: all }'),
      ['6:36 bad-value nodes.red.dhcpServer.range', '6:55 unknown-field nodes.red.dhcpServer.serves'],
    ],
    [red('filter: { inputs: {} }'), ['6:15 unknown-field nodes.red.filter.inputs']],
    [red('filter: { input: { policy: deny } }'), ['6:32 bad-value nodes.red.filter.input.policy']],
    [red('filter: { input: { rules: [{ in: eth0 }] } }'), ['6:32 missing-field nodes.red.filter.input.rules.0.action']],
    [
      red('filter: { input: { rules: [{ action: drop, state: open }] } }'),
      ['6:55 bad-value nodes.red.filter.input.rules.0.state'],
    ],
    [red('neighbours: [{ address: 10.0.0.2, mac: 02:00:00:00:00:02 }]'), ['6:18 missing-field nodes.red.neighbours.0.dev']],
    [red('interfaces: { eth0: { dhcp: sometimes } }'), ['6:33 expected-boolean nodes.red.interfaces.eth0.dhcp']],
    [red('rotues: []'), ['6:5 unknown-field nodes.red.rotues']],
    [red('forwarding: yes'), ['6:17 expected-boolean nodes.red.forwarding']],
    [red('routes: none'), ['6:5 expected-list nodes.red.routes']],
    [red('routes: [{ via: 10.0.0.1 }]'), ['6:14 missing-field nodes.red.routes.0.to']],
    [red('nat: [{ type: dnat, port: 80, to: 10.0.0.1 }]'), ['6:11 missing-field nodes.red.nat.0.protocol']],
    [red('nat: [{ type: dnat, protocol: tcp, port: 65536, to: 10.0.0.1 }]'), ['6:46 out-of-range nodes.red.nat.0.port']],
    [red('nat: [{ type: dnat, protocol: icmp, port: 1, to: 10.0.0.1 }]'), ['6:35 bad-value nodes.red.nat.0.protocol']],
    [red('nat: [{ type: nft, rule: drop }]'), ['6:19 unknown-nat-type nodes.red.nat.0.type']],
    [red('interfaces: { a-name-of-16-bytes: {} }'), ['6:19 bad-interface-name nodes.red.interfaces.a-name-of-16-bytes']],
    [red('interfaces: { eth0: { mtu: .inf } }'), ['6:32 expected-number nodes.red.interfaces.eth0.mtu']],
    [`${HEAD}links:\n  - endpoints: [a:b]\n`, ['4:5 link-ends links.0.endpoints']],
    [`${HEAD}links:\n  - endpoints: [a:b, c:d, e:f]\n`, ['4:5 link-ends links.0.endpoints']],
    [`${HEAD}links:\n  - endpoints: [a, c:d]\n`, ['4:17 bad-endpoint links.0.endpoints.0']],
    [
      `${HEAD}nodes:\n  a: { kind: namespace }\nlinks:\n  - { id: x, endpoints: [a:e0, host:f0] }\n  - { id: x, endpoints: [a:e1, host:f1] }\n`,
      ['7:5 duplicate-link-id links.1'],
    ],
    [`${HEAD}nodes: {}\nnodes: {}\n`, ['4:1 duplicate-key nodes']],
    [`${HEAD}nodes:\n  __proto__: { kind: namespace }\n`, ['4:3 prototype-key nodes']],
    [`${HEAD}nodes:\n  constructor: { kind: namespace }\n`, ['4:3 prototype-key nodes']],
    [`${HEAD}description: &a x\nlayout: *a\n`, ['4:9 yaml-alias layout']],
    [`${HEAD}description: !!binary aGk=\n`, ['3:23 yaml-tag description']],
    [`${HEAD}---\nmore: 1\n`, ['3:1 yaml-many-documents ']],
  ])('%j', (text, expected) => {
    expect(findings(text)).toEqual(expected)
    expect(parseLabFile(text).lab).toBeUndefined()
  })

  it('says where the text stops being YAML', () => {
    expect(findings(`${HEAD}nodes: [\n`)[0]).toMatch(/^[34]:\d+ yaml-syntax/)
  })

  it.each([
    ['brackets', '['.repeat(900_000), 'too-deep'],
    ['braces', '{a: '.repeat(100_000), 'too-deep'],
    ['dashes', '- '.repeat(100_000), 'too-deep'],
    ['nested maps', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'too-deep'],
    ['a megabyte', `${HEAD}description: ${'x'.repeat(1_000_000)}`, 'file-too-large'],
    ['a bomb of aliases', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n', 'yaml-alias'],
    [
      '5,001 nodes',
      `${HEAD}nodes:\n${Array.from({ length: 5001 }, (_, index) => `  n${index}: { kind: namespace }\n`).join('')}`,
      'too-many-nodes',
    ],
  ])('refuses %s', (_, text, code) => {
    expect(parseLabFile(text).diagnostics[0]?.code).toBe(code)
  })

  it('reads 50,000 keys in one map without comparing each with each', () => {
    const text = `${HEAD}nodes:\n${Array.from({ length: 50_000 }, (_, index) => `  n${index}: x\n`).join('')}`
    expect(parseLabFile(text).diagnostics[0]?.code).toBe('too-many-nodes')
  })

  it('never throws, whatever the text', () => {
    const bits = fc.constantFrom(
      'netloom: 1',
      'name: x',
      'nodes:',
      '  a:',
      '    kind: ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ': ',
      '\n',
      '&a',
      '*a',
      '"',
      '|',
      '? ',
      '#',
      '\u0000',
      '\ud800',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 }), (parts) => {
        const { lab, diagnostics } = parseLabFile(parts.join(''))
        expect(lab !== undefined || diagnostics.length > 0).toBe(true)
        for (const { position } of diagnostics)
          expect(position).toMatchObject({ line: expect.any(Number), column: expect.any(Number) })
      }),
    )
  })
})

describe('what is said about a mistake', () => {
  const said = (text: string) =>
    LOCALES.map((locale) => {
      const [diagnostic] = parseLabFile(`${HEAD}${text}`).diagnostics
      if (!diagnostic) throw new Error(text)
      const { message, suggestion } = describeDiagnostic(diagnostic, locale)
      return `${message} ${suggestion}`
    })

  test.each([
    ['nodes:\n  a: { kind: contaner }\n', /container/],
    ['nodes:\n  a: { kind: container, pid: 0 }\n', /1\D+4194304/],
    ['nodes:\n  a: { kind: container, pid: 4194305 }\n', /1\D+4194304/],
    ['nodes:\n  a: { kind: container, container: x, forwardin: true }\n', /“forwarding”/],
    ['nodes:\n  a: { kind: container, container: x, dhcpserver: {} }\n', /“dhcpServer”/],
    ['nodes:\n  a: { kind: namespace, filter: { input: { rules: [{ action: accept, state: [] }] } } }\n', /established/],
  ])('%j', (text, remedy) => {
    for (const words of said(text)) expect(words).toMatch(remedy)
  })
})

describe('writing', () => {
  it('reads back every lab that it writes', () => {
    fc.assert(
      fc.property(arbitraryLab(), (lab) => equalJson(labOf(writeLabFile(lab)), lab)),
      { numRuns: 60 },
    )
  })

  it('turns any file into any other lab', () => {
    fc.assert(
      fc.property(arbitraryLab(), arbitraryLab(), (before, now) => {
        const text = writeLabFile(before)
        expect(writeLabFile(before, text)).toBe(text)
        expect(equalJson(labOf(writeLabFile(now, text)), now)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('writes a value that two interfaces share twice, and no alias', () => {
    const addresses = ['10.0.0.1/24']
    const lab: Lab = {
      ...emptyLab('shared'),
      nodes: {
        host: { kind: 'host' },
        red: { kind: 'namespace', interfaces: { eth0: { addresses }, eth1: { addresses } } },
      },
    }
    const text = writeLabFile(lab)
    expect(text).not.toMatch(/[&*]/)
    expect(parseLabFile(text).lab?.nodes).toEqual(lab.nodes)
  })

  it('writes an empty lab in three lines', () => {
    expect(writeLabFile(emptyLab('new'))).toBe('netloom: 1\nname: new\nnodes: {}\n')
  })

  it('starts anew where the old text cannot be read', () => {
    expect(writeLabFile(emptyLab('new'), 'a: [')).toBe(writeLabFile(emptyLab('new')))
  })

  const TEXT = `# How we do it here.
netloom: 1
name: case
links:
  # the first
  - endpoints: [blue:eth0, host:veth-blue]
nodes:
  # Our server.
  blue:
    kind: namespace
    routes:
      - { via: 10.0.0.1, to: default } # out
      # and the office
      - { to: 192.168.1.0/24, via: 10.0.0.9 }
    interfaces:
      eth0: { addresses: ["10.0.0.2/24"] }
  host:
    kind: host

    interfaces:
      veth-blue: { addresses: [10.0.0.1/24] }
`

  it('leaves a text alone that says the same already', () => {
    const odd = TEXT.replace('links:', 'links:   # the cables')
    expect(writeLabFile(labOf(odd), odd)).toBe(odd)
  })

  it('changes the one line that changed, with its comment', () => {
    const lab = labOf(TEXT)
    const blue = lab.nodes.blue
    const changed = { ...lab, nodes: { ...lab.nodes, blue: { ...blue, routes: [{ to: 'default', via: '10.0.0.7' }] } } } as Lab
    expect(writeLabFile(changed, TEXT)).toBe(
      TEXT.replace('via: 10.0.0.1, to: default', 'via: 10.0.0.7, to: default').replace(
        '      # and the office\n      - { to: 192.168.1.0/24, via: 10.0.0.9 }\n',
        '',
      ),
    )
  })

  it('renames in place, and keeps the id that the kernel knows', () => {
    const lab = labOf(TEXT)
    const renamed = edited(lab, renameNode(lab, 'blue', 'azure'))
    const text = writeLabFile(edited(renamed, renameInterface(renamed, 'azure', 'eth0', 'lan0')), TEXT)
    expect(text).toContain('  # Our server.\n  azure:\n    kind: namespace\n')
    expect(text).toContain('      lan0: { addresses: ["10.0.0.2/24"] }\n')
    expect(text).toContain('    id: blue\n')
    expect(text).toContain('  # the first\n  - id: blue.eth0--host.veth-blue\n    endpoints: [azure:lan0, host:veth-blue]\n')
    const back = labOf(text)
    expect(writeLabFile(edited(back, renameNode(back, 'azure', 'blue')), text)).not.toContain('id: blue\n')
  })
})

describe('a file that somebody laid out in a way of their own', () => {
  const wide = (x: number) => `netloom: 1
name: case
nodes:
    # the first
    a:
        kind: namespace
        interfaces:
            eth0: {addresses: [ 10.0.0.1/24 ]}
    b: {kind: namespace}
links:
    - endpoints: [ a:eth0, b:eth0 ]
layout:
    a: {x: ${x}, y: 2}
`
  const flush = (x: number) => `netloom: 1
name: case
nodes:
  a:
    kind: namespace
    routes:
    - {to: default, via: 10.0.0.2}
  b: {kind: namespace}
links:
- endpoints: [a:eth0, b:eth0]
layout:
  a: {x: ${x}, y: 2}
`
  it.each([
    ['wide', wide],
    ['with dashes below the names of their lists', flush],
  ])('is still so after an edit of the canvas, but for what was edited: %s', (_, text) => {
    const lab = labOf(text(1))
    expect(writeLabFile({ ...lab, layout: { a: { x: 5, y: 2 } } }, text(1))).toBe(text(5))
  })

  it('shows its layout where it says nothing of it in comments, and is ours where it does not', () => {
    expect(styleOf('')).toEqual(OWN_STYLE)
    expect(styleOf('# {a: [ b ]}\nnodes:\n   a:\n      kind: x\n')).toEqual({ ...OWN_STYLE, indent: 3 })
    expect(styleOf('links:\n- { a: b }\n')).toEqual({ ...OWN_STYLE, indentSeq: false })
  })
})

describe('the labs that ship', () => {
  const folder = join(import.meta.dirname, '../../labs')
  test.each(readdirSync(folder))('%s is clean and written as we would write it', (file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const { lab, diagnostics } = parseLabFile(text)
    expect(diagnostics).toEqual([])
    expect(`${lab?.name}.netloom.yaml`).toBe(file)
    expect(Object.keys(lab?.layout ?? {}).sort()).toEqual(Object.keys(lab?.nodes ?? {}).sort())
    if (lab) expect(writeLabFile(lab, text)).toBe(text)
  })
})
