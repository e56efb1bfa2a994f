import type { AgentConnection, AgentStream } from '../machines/connection'

/** The consoles of a lab's machine, as the page uses them; what each is and who may have one is the agent's to say. */
export class Shells {
  /** `machine`: the connection to the machine that runs; throws MachineRefusal where none does. */
  constructor(
    private readonly lab: string,
    private readonly machine: () => AgentConnection,
  ) {}

  /** Starts a shell in a node. */
  async open(node: string, size: { cols: number; rows: number }): Promise<string> {
    const { console } = await this.machine().request({ type: 'console-open', lab: this.lab, node, ...size })
    return console.id
  }

  /** Follows a console; `done` resolves at its end, or when it is cancelled. */
  attach(console: string, onOutput: (data: Buffer, reset: boolean) => void): AgentStream<'console-attach'> {
    return this.machine().stream({ type: 'console-attach', console }, (frame) => {
      if (frame.type === 'console-output') onOutput(Buffer.from(frame.data, 'base64'), frame.reset)
    })
  }

  async type(console: string, data: Uint8Array): Promise<void> {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    await this.machine().request({ type: 'console-input', console, data: bytes.toString('base64') })
  }

  async resize(console: string, size: { cols: number; rows: number }): Promise<void> {
    await this.machine().request({ type: 'console-resize', console, ...size })
  }

  async close(console: string): Promise<void> {
    await this.machine().request({ type: 'console-close', console })
  }
}
