import { setFlagsFromString } from 'node:v8'

/**
 * Lets code run four times as long as V8 would before it is compiled anew for speed. A command ends, and an agent has applied, within a few hundred
 * milliseconds of computing, each of its functions seldom twice: with V8's own setting (132 KB of bytecode), compiling, and throwing away again what was
 * compiled on too little evidence, took a third of the time that reading, checking and planning a lab of a thousand namespaces takes.
 */
export function compileLater(): void {
  setFlagsFromString('--interrupt-budget=500000')
}
