import { randomUUID } from 'node:crypto'
import { readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod'
import { originSchema } from '../../core/protocol/socket'
import { ignoreMissing, writeDurably } from './durable'

export type Origin = z.infer<typeof originSchema>

/** Beside the lab's journal. */
export function originPath(folder: string, lab: string): string {
  return join(folder, `${lab}.origin.json`)
}

/** Remembers that a lab was made from an example; without one, forgets what an earlier lab of this name was made from. */
export async function keepOrigin(folder: string, lab: string, example: string | undefined): Promise<void> {
  const path = originPath(folder, lab)
  if (example === undefined) await unlink(path).catch(ignoreMissing)
  else await writeDurably(path, `${JSON.stringify({ example, copy: randomUUID() } satisfies Origin)}\n`)
}

/** What `keepOrigin` wrote; undefined for a lab that was made from no example, and for a file that is not ours to read. */
export async function readOrigin(folder: string, lab: string): Promise<Origin | undefined> {
  const text = await readFile(originPath(folder, lab), 'utf8').catch(ignoreMissing)
  if (text === undefined) return undefined
  try {
    return originSchema.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
