import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SetupError } from './progress.mjs'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs a program in the project's folder. Its output is held back and shown only when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to ours
 * @param {number} [timeout] milliseconds after which it is ended; it may take as long as it likes when left out
 */
export async function run(program, args, env = {}, timeout) {
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout })
  /** @type {Buffer[]} */
  const output = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  /** @type {number | null} */
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).catch((error) => {
    throw new SetupError(`${program} could not be started: ${error.message}`)
  })
  if (exitCode === 0) return
  throw new SetupError(`${Buffer.concat(output).toString().trimEnd()}\n${[program, ...args].join(' ')} ended with ${exitCode}`)
}
