import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { labJsonSchema } from './json-schema'

it('is what docs/lab.schema.json says', () => {
  const shipped = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/lab.schema.json'), 'utf8'))
  expect(shipped).toEqual(JSON.parse(JSON.stringify(labJsonSchema())))
})
