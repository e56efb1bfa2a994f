import { setFlagsFromString } from 'node:v8'

/** Bytes of bytecode that a function runs through before V8 looks whether to compile it anew (`node --v8-options`): its own number, and eight times that. */
const BUDGET = 66 * 1024
const LATER = 8 * BUDGET
/** Milliseconds after which a process is one that stays, and does the same things again and again. */
const STAYS = 5000

/**
 * Lets code run eight times as long as V8 would before it is compiled anew for speed, for the first seconds of a process. A command ends, and an agent has
 * applied, within a few hundred milliseconds of computing, each of its functions seldom twice: with V8's own setting, compiling, and throwing away again
 * what was compiled on too little evidence, took a third of the time that reading, checking and planning a lab of a thousand namespaces takes.
 */
export function compileLater(): void {
  setBudget(LATER)
  setTimeout(() => setBudget(BUDGET), STAYS).unref()
}

function setBudget(bytes: number): void {
  setFlagsFromString(`--interrupt-budget=${bytes}`)
}
