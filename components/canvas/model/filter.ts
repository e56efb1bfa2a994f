import type { FilterRule } from '../../../core/lab/filter-schema'

/** What a rule matches, in the lab file's own words; empty when it matches everything. */
export function filterText(rule: FilterRule): string {
  const { protocol, port, source, destination, in: from, out, state } = rule
  const words: string[] = []
  if (from !== undefined) words.push(`in ${from}`)
  if (out !== undefined) words.push(`out ${out}`)
  if (source !== undefined) words.push(`source ${source}`)
  if (destination !== undefined) words.push(`destination ${destination}`)
  if (protocol !== undefined && protocol !== 'any') words.push(port === undefined ? protocol : `${protocol} port ${port}`)
  else if (port !== undefined) words.push(`port ${port}`)
  if (state !== undefined) words.push(`state ${Array.isArray(state) ? state.join(', ') : state}`)
  return words.join(' ')
}
