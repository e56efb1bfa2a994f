import type { Redirection } from 'unbash'
import { expandText, partsText, type Surroundings } from './expand'

/** What redirections bring in: a here-document or a here-string; undefined when none does. */
export function standardInput(redirects: readonly Redirection[], around: Surroundings): string | undefined {
  let stdin: string | undefined
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc') {
      const { parts, text } = redirect.body
      stdin = parts && !redirect.delimiter?.quoted ? partsText(parts, around) : text
      if (redirect.operator === '<<-') stdin = stdin.replace(/^\t+/gm, '')
    } else if (redirect.type === 'HereString') stdin = `${expandText(redirect.target, around)}\n`
  }
  return stdin
}

/** Where redirections take the output: the files that it is written to, the first one all of it; and whether any of it is left to be seen. */
export function outputFiles(redirects: readonly Redirection[], around: Surroundings): { files: string[]; seen: boolean } {
  const files: string[] = []
  let seen = true
  for (const redirect of redirects) {
    if (redirect.type !== 'Redirect' || redirect.operator.startsWith('<')) continue
    const { descriptor } = redirect
    if (descriptor?.type === 'FileDescriptor' && descriptor.value !== 1) continue
    seen = false
    if (redirect.operator !== '>&') files.push(expandText(redirect.target, around))
  }
  return { files, seen }
}
