import * as z from 'zod'
import type { Random } from './random'

type Json = Record<string, unknown>

/** Values that mean something at a place of this name, so that a part of the messages gets past the first look. */
export type Hints = Readonly<Record<string, readonly unknown[]>>

/** Makes random values of the form that a zod schema asks for, for each place with what `hints` says of its name or at random. */
export class Grammar {
  private readonly root: Json

  constructor(
    schema: z.ZodType,
    private readonly hints: Hints,
    private readonly random: Random,
  ) {
    this.root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  }

  /** The forms that the schema has to choose from, each with its `type`. */
  get types(): string[] {
    return this.branches().map((branch) => String(((branch.properties as Json).type as Json).const))
  }

  /** A request of one type. */
  request(type: string): Json {
    const branch = this.branches()[this.types.indexOf(type)]
    if (!branch) throw new Error(`no request ${type}`)
    return this.value(branch, '', 0) as Json
  }

  private branches(): Json[] {
    return (this.root.oneOf ?? this.root.anyOf) as Json[]
  }

  private value(schema: Json, name: string, depth: number): unknown {
    const { random } = this
    if ('const' in schema) return schema.const
    if (Array.isArray(schema.enum)) return random.pick(schema.enum as unknown[])
    const hint = this.hints[name]
    if (hint && random.chance(0.9)) return random.pick(hint)
    const choices = (schema.oneOf ?? schema.anyOf) as Json[] | undefined
    if (choices) return this.value(random.pick(choices), name, depth)
    if (typeof schema.$ref === 'string') return this.value(this.resolve(schema.$ref), name, depth + 1)
    switch (schema.type) {
      case 'object':
        return this.object(schema, depth)
      case 'array':
        return this.array(schema, name, depth)
      case 'string':
        return this.text(schema)
      case 'integer':
      case 'number':
        return this.number(schema)
      case 'boolean':
        return random.chance(0.5)
      default:
        return null
    }
  }

  private resolve(reference: string): Json {
    return reference
      .split('/')
      .slice(1)
      .reduce<Json>((at, key) => at[key] as Json, this.root)
  }

  private object(schema: Json, depth: number): Json {
    const { random } = this
    const made: Json = {}
    const required = (schema.required ?? []) as string[]
    for (const [key, field] of Object.entries((schema.properties ?? {}) as Json))
      if (required.includes(key) || random.chance(0.4)) made[key] = this.value(field as Json, key, depth + 1)
    if (typeof schema.additionalProperties === 'object' && schema.additionalProperties !== null)
      for (let count = depth > 6 ? 0 : random.below(4); count > 0; count--)
        made[String(random.pick(this.hints.key ?? ['x']))] = this.value(schema.additionalProperties as Json, '', depth + 1)
    return made
  }

  private array(schema: Json, name: string, depth: number): unknown[] {
    const fixed = schema.prefixItems as Json[] | undefined
    if (fixed) return fixed.map((item) => this.value(item, `${name}[]`, depth + 1))
    const least = Number(schema.minItems ?? 0)
    const length = least + (depth > 6 ? 0 : this.random.below(4))
    return Array.from({ length }, () => this.value((schema.items ?? {}) as Json, `${name}[]`, depth + 1))
  }

  private text(schema: Json): string {
    const most = Math.min(Number(schema.maxLength ?? 20), 2000)
    const length = this.random.chance(0.05) ? most : this.random.below(Math.min(most, 20) + 1)
    return Array.from({ length }, () =>
      String.fromCharCode(this.random.chance(0.9) ? 32 + this.random.below(95) : this.random.below(0x3000)),
    ).join('')
  }

  private number(schema: Json): number {
    const least = Number(schema.minimum ?? -10)
    const most = Math.min(Number(schema.maximum ?? 1000), 4294967296)
    return this.random.chance(0.2) ? this.random.pick([least, most]) : Math.floor(least + this.random.fraction() * (most - least))
  }
}
