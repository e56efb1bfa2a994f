/** One line for the agent's log, which is its standard error. */
export function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`)
}
