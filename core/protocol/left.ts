import * as z from 'zod'

/** What a removal could not end: who keeps it, and the same in English for logs. */
export const leftSchema = z.object({
  what: z.string(),
  why: z.string(),
  by: z.array(z.object({ pid: z.int(), program: z.string() })).default([]),
})
export type Left = z.infer<typeof leftSchema>
