import { HOST } from '../../core/lab/ids'
import type { AgentConnection } from '../machines/connection'

/** One `ip` or `nft`. */
const DISTURB_MS = 10_000

/** What a guide runs in its lab's sandbox: what causes a fault, and a server to knock at. Never on this computer itself. */
export class GuidePrograms {
  /** The programs that `keepRunning` started; they end with the connection. */
  private readonly kept = new Map<string, Promise<void>>()

  /** `sandbox`: the connection to a sandbox that runs; throws MachineRefusal where there is none. */
  constructor(private readonly sandbox: () => AgentConnection) {}

  /** Runs lines of shell in the sandbox's root namespace, one after the other. Throws with the program's own words where one fails. */
  async disturb(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      let words = ''
      const argv = ['/bin/sh', '-c', line]
      const ran = this.sandbox().stream({ type: 'run', node: HOST, argv, timeout: DISTURB_MS }, (frame) => {
        if (frame.type === 'output') words += frame.data
      })
      const { exitCode } = await ran.done
      if (exitCode !== 0) throw new Error(words.trim() || line)
    }
  }

  /**
   * Has a program run in a node until the machine ends or nobody looks any more, once for each key. Resolves when it has printed
   * something, which says that it is ready; rejects when it ends before that.
   */
  async keepRunning(key: string, node: string, argv: string[]): Promise<void> {
    const known = this.kept.get(key)
    if (known) return known
    // Where none runs this is refused, and the refusal is not kept.
    const sandbox = this.sandbox()
    const ready = new Promise<void>((resolve, reject) => {
      let words = ''
      const stream = sandbox.stream({ type: 'run', node, argv, timeout: 0 }, (frame) => {
        if (frame.type !== 'output') return
        words += frame.data
        if (frame.stream === 'stdout') resolve()
      })
      stream.done
        .then(({ exitCode }) => reject(new Error(words.trim() || `the program ended with ${exitCode}`)), reject)
        .finally(() => this.kept.delete(key))
    })
    this.kept.set(key, ready)
    return ready
  }
}
