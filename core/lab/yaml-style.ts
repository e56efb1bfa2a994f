/** How a lab file is laid out, where YAML leaves the choice. */
export interface FileStyle {
  /** Spaces for each level. */
  indent: number
  /** Whether the dashes of a list stand further in than its name; only with an indent of two can they stand right below it. */
  indentSeq: boolean
  /** `{ a: 1 }`, and not `{a: 1}`. */
  mapPadding: boolean
  /** `[ a ]`, and not `[a]`. */
  listPadding: boolean
}

/** That of a file which nobody has laid out. */
export const OWN_STYLE: FileStyle = { indent: 2, indentSeq: true, mapPadding: true, listPadding: false }

/** The most that somebody would indent by. */
const MAX_INDENT = 8

/**
 * The layout of a file that somebody wrote, by the first place that shows each choice: one is kept for the whole file, since nearly everybody
 * writes all of a file alike. What it does not show is as in our own.
 */
export function styleOf(text: string): FileStyle {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line))
  const style = { ...OWN_STYLE }
  const depth = (line: string) => line.length - line.trimStart().length
  const opened = lines.flatMap((line, index) => {
    const next = lines[index + 1]
    return next !== undefined && /:\s*(?:#.*)?$/.test(line) ? [{ name: line, next, by: depth(next) - depth(line) }] : []
  })
  const level = opened.find(({ next, by }) => by > 0 && !/^\s*- /.test(next))
  if (level && level.by <= MAX_INDENT) style.indent = level.by
  const list = opened.find(({ name, next }) => /^\s*- /.test(next) && !/^\s*- /.test(name))
  if (list) style.indentSeq = list.by > 0
  const map = /\{( *)[^\s{}]/.exec(lines.join('\n'))
  if (map) style.mapPadding = map[1] !== ''
  const items = /\[( *)[^\s[\]]/.exec(lines.join('\n'))
  if (items) style.listPadding = items[1] !== ''
  return style
}
