import { type Discovered, discoverLab } from '../../../core/discover/discover-lab'
import type { Discovery } from '../../../core/discover/discovery'
import type { DiscoverFinding } from '../../../core/discover/finding'
import { partOf } from '../../../core/discover/part'
import { elementNode } from '../../../core/lab/element'
import { writeLabFile } from '../../../core/lab/file'
import { HOST } from '../../../core/lab/ids'
import { describeDiscovery } from '../../../core/text/discover'
import { type DiscoverCliText, discoverCliEn } from '../../../core/text/discover-cli.en'
import { discoverCliZh } from '../../../core/text/discover-cli.zh'
import { discoverHost, discoverSandbox } from '../../machines/discover'
import { sandboxLabs } from '../../machines/sandbox'
import { type CliCommand, CliError, type Invocation, UsageError, wholeNumber, writeJson } from '../command'
import { labArgument } from '../machine'

/** The name of the lab that this computer is drawn as. */
const HERE = 'this-computer'
/** How many neighbours of a process are named. */
const EXAMPLES = 5
const MAX_PID = 4_194_304

export const discover: CliCommand = {
  name: 'discover',
  positionals: ['[NAME]'],
  options: {
    process: { type: 'string', value: 'PID', words: 'process' },
    only: { type: 'string', value: 'NODE,…', words: 'only' },
  },
  async run(invocation) {
    const words = invocation.locale === 'zh' ? discoverCliZh : discoverCliEn
    const { discovery, name } = await look(invocation, words)
    if (invocation.options.process !== undefined) return tellProcess(invocation, words, discovery)
    const discovered = discoverLab(discovery, name)
    tellLab(invocation, words, discovery, discovered)
    return 0
  },
}

/** This computer, unless a sandbox is asked for: by its lab, or as the one that runs. */
async function look(invocation: Invocation, words: DiscoverCliText): Promise<{ discovery: Discovery; name: string }> {
  const { machine } = invocation.options
  const asked = invocation.positionals.length > 0 ? labArgument(invocation) : undefined
  if (asked === undefined && machine !== 'sandbox') return { discovery: await discoverHost(), name: HERE }
  if (machine === 'host') throw new UsageError(words.sandboxOnly)
  if (asked !== undefined) {
    const discovery = await discoverSandbox(asked)
    if (!discovery) throw new CliError(invocation.text.notRunning(asked))
    return { discovery, name: asked }
  }
  const found: { discovery: Discovery; name: string }[] = []
  for (const name of await sandboxLabs()) {
    const discovery = await discoverSandbox(name)
    if (discovery) found.push({ discovery, name })
  }
  const [only] = found
  if (!only) throw new CliError(words.noSandbox)
  if (found.length > 1) throw new CliError(words.whichSandbox(found.map(({ name }) => name).join(', ')))
  return only
}

function tellLab(
  invocation: Invocation,
  words: DiscoverCliText,
  discovery: Discovery,
  { lab, findings, nodes }: Discovered,
): void {
  const { io, text, locale } = invocation
  const chosen = chosenNodes(invocation, words, Object.keys(lab.nodes))
  const yaml = writeLabFile(chosen ? partOf(lab, chosen, lab.name) : lab)
  const told = findings.filter(({ element }) => {
    const node = elementNode(element)
    return !chosen || node === undefined || chosen.includes(node)
  })
  if (invocation.json) {
    const namespaces = [...nodes].map(([key, node]) => namespaceJson(discovery, key, node))
    writeJson(io, { lab: lab.name, yaml, findings: told.map((finding) => findingJson(finding, invocation)), namespaces })
    return
  }
  io.out(yaml)
  for (const finding of told) {
    const { message, suggestion } = describeDiscovery(finding, locale)
    io.err(`${elementNode(finding.element) ?? lab.name}: ${text[finding.severity]}: ${message}\n    ${suggestion}\n`)
  }
}

function chosenNodes({ options }: Invocation, words: DiscoverCliText, nodes: readonly string[]): string[] | undefined {
  if (typeof options.only !== 'string') return undefined
  const chosen = options.only.split(',').filter((name) => name !== '')
  const unknown = chosen.find((name) => !nodes.includes(name))
  if (unknown !== undefined) throw new CliError(words.unknownNode(unknown, nodes.slice(0, 20).join(', ')))
  return chosen
}

function findingJson(finding: DiscoverFinding, { locale }: Invocation) {
  const { code, severity, element } = finding
  return { code, severity, element, ...describeDiscovery(finding, locale) }
}

function namespaceJson({ state, places, processes }: Discovery, key: string, node: string) {
  const { names = [], process } = places[key] ?? {}
  const pids = processes.flatMap(({ pid, netns }) => (netns === key ? [pid] : []))
  return { node, names, ...(process && { process }), inode: state.namespaces[key]?.inode, processes: pids }
}

function tellProcess(invocation: Invocation, words: DiscoverCliText, discovery: Discovery): number {
  const pid = wholeNumber(invocation, 'process', { min: 1, max: MAX_PID, otherwise: 1 })
  const found = discovery.processes.find((process) => process.pid === pid)
  if (!found) throw new CliError(words.noProcess(pid))
  const { name, user, netns } = found
  if (netns === undefined) throw new CliError(words.hiddenProcess(pid, name, user))
  const others = discovery.processes.filter((process) => process.netns === netns && process.pid !== pid)
  if (invocation.json) {
    const node = discoverLab(discovery, HERE).nodes.get(netns)
    writeJson(invocation.io, { pid, name, user, namespace: namespaceJson(discovery, netns, node ?? netns) })
    return 0
  }
  const examples = others.slice(0, EXAMPLES).map((other) => `${other.pid} (${other.name})`)
  const list = `${examples.join(', ')}${others.length > EXAMPLES ? ' …' : ''}`
  invocation.io.out(
    `${words.processIn(pid, name, user, placeText(words, discovery, netns))}\n${words.sharedWith(others.length, list)}\n`,
  )
  return 0
}

function placeText(words: DiscoverCliText, { places }: Discovery, netns: string): string {
  if (netns === HOST) return words.theHost
  const [name] = places[netns]?.names ?? []
  return name === undefined ? words.theUnnamed(netns) : words.theNamed(name)
}
