import { emptyLab } from '../../lab/empty'
import { type Lab, LIMITS } from '../../lab/schema'
import { isLabName, utf8Length } from '../../net/names'
import { Findings, type ImportFinding } from './finding'
import { PROGRAMS } from './programs'
import { Shell, TooManySteps } from './shell'
import { readSource, type Source } from './source'
import { LabWriter } from './to-lab'

export interface Imported {
  lab: Lab
  /** In the order of the lines. */
  findings: ImportFinding[]
}

/** Words that a script is usually called with to build what it describes. */
const BUILDS = ['up', 'start', 'create', 'setup', 'add', 'build', 'init', 'install', 'run']

interface Run {
  shell: Shell
  findings: Findings
  made: boolean
}

/**
 * Reads shell commands (a script, notes with commands among them, or what was typed at prompts) as a lab. They are followed in order
 * against a model of the kernel, and nothing of them is ever run. What is not understood, or would be refused, or cannot be held by a
 * lab is a finding with its line. Never throws; takes bounded time for any text.
 */
export function importScript(text: string, name = 'imported'): Imported {
  const findings = new Findings()
  const labName = isLabName(name) ? name : 'imported'
  const refuse = (code: 'import-too-large' | 'import-not-text', params = {}): Imported => {
    findings.add(1, 'error', code, params)
    return { lab: emptyLab(labName), findings: findings.sorted() }
  }
  if (text.length > LIMITS.bytes || utf8Length(text) > LIMITS.bytes) return refuse('import-too-large', { max: LIMITS.bytes })
  if (!isText(text)) return refuse('import-not-text')
  const source = readSource(text, (word) => PROGRAMS.has(word), findings)
  const { shell, findings: ran } = build(source, text)
  for (const finding of ran.sorted()) findings.add(finding.line, finding.severity, finding.code, finding.params)
  const { machine, leftOut } = shell.session
  const [firstLeftOut] = leftOut.values()
  if (firstLeftOut !== undefined)
    findings.add(firstLeftOut, 'info', 'import-no-network', { names: [...leftOut.keys()].join(', ') })
  if (isBare(shell)) {
    findings.add(1, 'error', 'import-nothing')
    return { lab: emptyLab(labName), findings: findings.sorted() }
  }
  const lab = new LabWriter(machine, findings, labName).write()
  return { lab, findings: findings.sorted() }
}

/** Text has no NUL and hardly any other control character. */
function isText(text: string): boolean {
  const controls = text.match(/(?!\s)[\p{Cc}\ufffd]/gu)?.length ?? 0
  return !text.includes('\0') && controls <= text.length / 100
}

function isBare({ session: { machine } }: Shell): boolean {
  const { host, netns, attached } = machine
  const lo = host.devices.get('lo')
  if (lo?.lowered || (lo && lo.addresses.length > 0)) return false
  return (
    netns.size + attached.length === 0 &&
    host.devices.size === 1 &&
    host.chains.size === 0 &&
    host.routes.length === 0 &&
    Object.keys(host.forwarding).length === 0
  )
}

function run({ units, whole }: Source, args: readonly string[]): Run {
  const findings = new Findings()
  const shell = new Shell(findings, args, whole)
  try {
    shell.run(units)
  } catch (error) {
    if (!(error instanceof TooManySteps)) throw error
    shell.session.report('error', 'import-endless')
  }
  return { shell, findings, made: !isBare(shell) }
}

/** A script that does nothing without an argument is run again with the one that builds. */
function build(source: Source, text: string): Run {
  const plain = run(source, [])
  if (plain.made || !source.whole) return plain
  for (const word of BUILDS) {
    if (!new RegExp(`\\b${word}\\b`).test(text)) continue
    const called = run(source, [word])
    if (!called.made) continue
    called.findings.add(1, 'info', 'import-argument', { word })
    return called
  }
  return plain
}
