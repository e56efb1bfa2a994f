import * as z from 'zod'
import type { MachineProblem } from '../../core/text/machines'
import { machinesEn } from '../../core/text/machines.en'

const problemSchema = z.object({
  code: z.custom<MachineProblem['code']>((code) => typeof code === 'string' && Object.hasOwn(machinesEn, code)),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** What the parent asks of the web process, one at a time. */
export const toChildSchema = z.discriminatedUnion('ask', [
  z.object({
    ask: z.literal('serve'),
    options: z.object({
      port: z.int(),
      host: z.string(),
      dev: z.boolean(),
      home: z.string(),
      hostProblem: problemSchema.optional(),
    }),
  }),
  z.object({ ask: z.literal('link') }),
  z.object({ ask: z.literal('close') }),
])

/** And its answer. The web process is the less trusted of the two, so this is checked as well. */
export const fromChildSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.string() }),
  z.object({ ok: z.literal(false), message: z.string(), code: z.string().optional(), syscall: z.string().optional() }),
])

export type ToChild = z.infer<typeof toChildSchema>
export type FromChild = z.infer<typeof fromChildSchema>
