type End = () => unknown

const ends: End[] = []

/** Notes how something that was started is ended, whatever becomes of the row that started it. */
export function onEnd(end: End): void {
  ends.push(end)
}

/** Ends all that was noted, the last first. What fails to end is told, and the rest ends all the same. */
export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) {
    try {
      await end()
    } catch (error) {
      process.stderr.write(`could not be ended: ${error instanceof Error ? error.message : error}\n`)
    }
  }
}
