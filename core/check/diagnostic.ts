import type { ElementRef } from '../lab/element'
import type { DiagnosticCode } from '../text/diagnostics.en'

export type Severity = 'error' | 'warning' | 'info'

/** Where in the document: the keys and indexes from its root, as in the file (`['links', 2, 'endpoints', 0]`). */
export type DocPath = readonly (string | number)[]

/** A place in the lab file's text; both count from 1. */
export interface TextPosition {
  line: number
  column: number
}

/**
 * One finding about a lab. The words (message and suggestion) come from `core/text`, by code and params, in the
 * reader's language. An error keeps the lab from being applied; a warning does not.
 */
export interface Diagnostic {
  code: DiagnosticCode
  severity: Severity
  element: ElementRef
  path: DocPath
  params: Record<string, string | number>
  /** Present when the lab came from a text. */
  position?: TextPosition
}
