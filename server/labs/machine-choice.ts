import { readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type MachineKind, machineKindSchema } from '../../core/protocol/socket'
import { ignoreMissing, writeDurably } from './durable'

/** Beside the lab's journal. Only a choice that is not the usual one has a file. */
function choicePath(folder: string, lab: string): string {
  return join(folder, `${lab}.machine`)
}

/** Where a lab runs: in a sandbox, unless somebody chose otherwise. */
export async function readMachine(folder: string, lab: string): Promise<MachineKind> {
  const text = await readFile(choicePath(folder, lab), 'utf8').catch(ignoreMissing)
  return machineKindSchema.safeParse(text?.trim()).data ?? 'sandbox'
}

/** Remembers where a lab runs. */
export async function keepMachine(folder: string, lab: string, machine: MachineKind): Promise<void> {
  if (machine === 'sandbox') await forgetMachine(folder, lab)
  else await writeDurably(choicePath(folder, lab), `${machine}\n`)
}

/** What an earlier lab of this name ran on says nothing about the next. */
export async function forgetMachine(folder: string, lab: string): Promise<void> {
  await unlink(choicePath(folder, lab)).catch(ignoreMissing)
}
