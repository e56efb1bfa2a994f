import * as z from 'zod'

/**
 * The unit of every edit. A path walks the in-memory lab (`['nodes', 'red', 'forwarding']`, `['links', ID, 'endpoints', 0]`).
 * `set` replaces, adds (`from` absent) or removes (`to` absent) one value and says what it expected to find, so that a
 * stale edit is noticed at the value that it touches and nowhere else. `rename` moves a key within its map and keeps its place.
 */
export const changeSchema = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('set'),
    path: z
      .array(z.union([z.string().max(200), z.int().min(0).max(10_000)]))
      .min(1)
      .max(8),
    from: z.json().optional(),
    to: z.json().optional(),
  }),
  z.strictObject({
    change: z.literal('rename'),
    path: z.array(z.string().max(200)).min(1).max(7),
    from: z.string().max(200),
    to: z.string().max(200),
  }),
])

/** What a user did in one gesture: one undo step. `label` names it in the undo menu (a key of the dictionaries). */
export const commandSchema = z.strictObject({
  label: z.string().max(60),
  changes: z.array(changeSchema).min(1).max(20_000),
})

export type Change = z.infer<typeof changeSchema>
export type Command = z.infer<typeof commandSchema>
