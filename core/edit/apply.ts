import type * as z from 'zod'
import type { DocPath } from '../check/diagnostic'
import { issueDiagnostics } from '../lab/issues'
import { type Lab, labSchema, linkSchema, nodeSchema, positionSchema } from '../lab/schema'
import type { Command } from './change'
import { type Applied, changeLab, type FormProblem, type Forms } from './change-lab'

/** What a refusal tells at most. */
const MAX_FINDINGS = 20

/** The schema's. */
export const labForms: Forms = {
  lab: (value, at) => problemOf(labSchema, value, at),
  node: (value, at) => problemOf(nodeSchema, value, at),
  link: (value, at) => problemOf(linkSchema, value, at),
  links: (value, at) => problemOf(labSchema.shape.links, value, at),
  position: (value, at) => problemOf(positionSchema, value, at),
}

function problemOf(schema: z.ZodType, value: unknown, at: DocPath): FormProblem | undefined {
  const { error } = schema.safeParse(value)
  if (!error) return undefined
  const [issue] = error.issues
  const path = (issue?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key)))
  const issues = error.issues.slice(0, MAX_FINDINGS).map((one) => ({ ...one, path: [...at, ...one.path] }))
  const root = at.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value)
  return { path, text: issue?.message ?? 'not a lab', diagnostics: issueDiagnostics(issues, root, []) }
}

/** Applies a command as one, and holds what it touched to the schema (`changeLab`). */
export function applyCommand(lab: Lab, command: Command): Applied {
  return changeLab(lab, command, labForms)
}
