import type { Lab } from '../../core/lab/schema'
import { findingsOf, type HostFinding } from '../../core/preflight/findings'
import { describeFinding, preflightWords } from '../../core/text/preflight'
import { startHost } from '../machines/host'
import { observeAnew } from '../machines/observe-once'
import type { Invocation } from './command'

/** A line each, with what to do about it below; empty when there is nothing. */
export function findingsText(findings: readonly HostFinding[], { locale }: Pick<Invocation, 'locale'>): string {
  const words = preflightWords(locale)
  return findings
    .map((finding) => {
      const { message, suggestion } = describeFinding(finding, locale)
      return `${words.severity[finding.severity]}: ${message}\n    ${suggestion}\n`
    })
    .join('')
}

/** As JSON shows them. */
export function findingsJson(findings: readonly HostFinding[], { locale }: Pick<Invocation, 'locale'>) {
  return findings.map((finding) => ({ ...finding, ...describeFinding(finding, locale) }))
}

/** What about this computer is in the way of a lab, as its agent sees it now; that is started where none runs. `lab` may be the name of one that is applied. */
export async function hostFindings(lab: Lab | string): Promise<HostFinding[]> {
  const connection = await startHost('root')
  try {
    const { facts } = await connection.request({ type: 'facts' })
    const { state, applied } = await observeAnew(connection)
    const meant = typeof lab === 'string' ? applied[lab] : lab
    return meant ? findingsOf(meant, state, facts) : []
  } finally {
    connection.close()
  }
}

/** What can keep a ping from its answer. */
const AGAINST_PINGS = new Set<HostFinding['code']>([
  'forward-drop',
  'bridge-drop',
  'bridge-calls',
  'reverse-path',
  'legacy-rules',
  'route-overlap',
])

/** After a ping that failed on this computer: what of the computer may be why. */
export async function whyNoAnswer(lab: string, invocation: Pick<Invocation, 'locale'>): Promise<string> {
  const findings = (await hostFindings(lab)).filter(({ code }) => AGAINST_PINGS.has(code))
  return findings.length === 0 ? '' : `${preflightWords(invocation.locale).forPing}\n${findingsText(findings, invocation)}`
}
