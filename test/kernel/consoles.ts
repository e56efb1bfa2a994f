import { expect } from 'vitest'
import type { AgentConnection, AgentStream } from '../../server/machines/connection'

/** Colours, and bash's switching of bracketed paste around each command. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what terminals are controlled with.
const CONTROL = /\x1b\[[?\d;]*[a-zA-Z]\r?/g

/** A console as someone who types and reads has it: what came, as text, acknowledged as it comes unless they stop reading. */
export class Typist {
  text = ''
  bytes = 0
  reading = true
  resets = 0
  private unread = 0
  readonly stream: AgentStream<'console-attach'>

  private constructor(
    private readonly connection: AgentConnection,
    readonly id: string,
  ) {
    this.stream = connection.stream({ type: 'console-attach', console: id }, (frame) => {
      if (frame.type !== 'console-output') return
      const data = Buffer.from(frame.data, 'base64')
      if (frame.reset) {
        this.resets++
        this.text = ''
      }
      this.text = (this.text + data.toString()).replaceAll(CONTROL, '').slice(-1_000_000)
      this.bytes += data.length
      this.unread += data.length
      if (this.reading) this.catchUp()
    })
  }

  static attach(connection: AgentConnection, id: string): Typist {
    return new Typist(connection, id)
  }

  static async open(connection: AgentConnection, node: string, size = { cols: 80, rows: 24 }, lab?: string): Promise<Typist> {
    const { console } = await connection.request({ type: 'console-open', lab, node, ...size })
    return new Typist(connection, console.id)
  }

  catchUp(): void {
    if (this.unread > 0) this.stream.acknowledge(Math.min(this.unread, 256 * 1024))
    this.unread = 0
  }

  async type(text: string): Promise<void> {
    const data = Buffer.from(text).toString('base64')
    await this.connection.request({ type: 'console-input', console: this.id, data })
  }

  /** Resolves once the output has this. */
  async sees(what: string | RegExp): Promise<void> {
    await expect.poll(() => this.text, { timeout: 10_000 }).toMatch(what)
  }

  /** Types a command at a prompt and resolves with what it printed. */
  async run(command: string): Promise<string> {
    await this.sees(/# $/)
    const from = this.text.length
    // The quotes keep the echo of what is typed from looking like its output.
    await this.type(`${command}; echo 'e''nd' $?\n`)
    const printed = () => /\$\?\r\n([\s\S]*)end \d+\r\n[^\n]*# $/.exec(this.text.slice(from))?.[1]
    await expect.poll(printed, { timeout: 10_000 }).toBeDefined()
    return (printed() ?? '').replaceAll('\r', '')
  }
}
