/**
 * Says what set-up is doing and how far it is: `[2/4] npm packages … 12 s`. On a terminal the line counts the seconds,
 * elsewhere it is written once at the start and once at the end.
 */
export class Progress {
  #total
  #step = 0

  /** @param {number} total how many steps there will be */
  constructor(total) {
    this.#total = total
  }

  /**
   * Runs one step under its name.
   * @template T
   * @param {string} what
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(what, work) {
    this.#step += 1
    const label = `[${this.#step}/${this.#total}] ${what}`
    const began = Date.now()
    const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`
    const live = process.stderr.isTTY
    process.stderr.write(live ? label : `${label} …\n`)
    const timer = live ? setInterval(() => process.stderr.write(`\r${label} … ${seconds()}`), 1000) : undefined
    try {
      const result = await work()
      process.stderr.write(live ? `\r${label}: done, ${seconds()}\n` : `${label}: done, ${seconds()}\n`)
      return result
    } catch (error) {
      process.stderr.write(live ? `\r${label}: failed, ${seconds()}\n` : `${label}: failed, ${seconds()}\n`)
      throw error
    } finally {
      clearInterval(timer)
    }
  }
}

/** A failure whose message is all that the user needs; no stack trace. */
export class SetupError extends Error {}
