import * as z from 'zod'
import { labFileSchema } from './file-schema'

/** The JSON Schema (2020-12) of a lab file, made from the schema that reads it; for editors. Names and addresses are checked further by `checkLab`. */
export function labJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(labFileSchema, { target: 'draft-2020-12', io: 'input' })
  return { ...schema, title: 'A Netloom lab', description: 'NAME.netloom.yaml; see docs/format.md' }
}
