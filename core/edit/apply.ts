import type * as z from 'zod'
import { type Lab, labSchema, linkSchema, nodeSchema, positionSchema } from '../lab/schema'
import type { Command } from './change'
import { type Applied, changeLab, type FormProblem, type Forms } from './change-lab'

/** The schema's. */
export const labForms: Forms = {
  lab: (value) => problemOf(labSchema, value),
  node: (value) => problemOf(nodeSchema, value),
  link: (value) => problemOf(linkSchema, value),
  links: (value) => problemOf(labSchema.shape.links, value),
  position: (value) => problemOf(positionSchema, value),
}

function problemOf(schema: z.ZodType, value: unknown): FormProblem | undefined {
  const { error } = schema.safeParse(value)
  if (!error) return undefined
  const [issue] = error.issues
  const path = (issue?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key)))
  return { path, text: issue?.message ?? 'not a lab' }
}

/** Applies a command as one, and holds what it touched to the schema (`changeLab`). */
export function applyCommand(lab: Lab, command: Command): Applied {
  return changeLab(lab, command, labForms)
}
