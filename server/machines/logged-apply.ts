import type { ApplyResult, ToldPlan } from '../../core/protocol/agent'
import { type LogEntry, loggedCommands } from '../../core/protocol/applied-log'
import type { MachineKind } from '../../core/protocol/socket'
import { noteInLog } from './applied-log'

/** One apply to a sandbox as its log has it. The agent of this computer keeps a log of its own. */
export class LoggedApply {
  private noting: Promise<void> | undefined

  constructor(
    private readonly kind: MachineKind,
    private readonly lab: string,
    private readonly actor: string,
  ) {}

  /** The plan, before its first step. One without any is nothing to tell of. */
  started({ steps, counts }: ToldPlan): void {
    const count = counts.reduce((sum, kind) => sum + kind.count, 0)
    if (count === 0) return
    const ops = steps?.map(({ op }) => op)
    this.note({ did: 'started', ...(ops ? loggedCommands(this.lab, ops) : { steps: count }) })
  }

  /** Resolves once the log is written, as far as it can be. */
  async ended(result: ApplyResult): Promise<void> {
    if (!this.noting) return
    if (result.outcome === 'applied') this.note({ did: 'applied', steps: result.steps })
    if (result.outcome === 'failed') {
      const { error, undone } = result.failure
      this.note({ did: undone ? 'put-back' : 'failed', error })
    }
    await this.noting
  }

  async destroyed(): Promise<void> {
    this.note({ did: 'destroyed' })
    await this.noting
  }

  private note(entry: Pick<LogEntry, 'did' | 'steps' | 'commands' | 'error'>): void {
    if (this.kind === 'host') return
    const { lab, actor } = this
    const write = () => noteInLog({ lab, actor, ...entry })
    // What was done is done, whether or not it can be written down.
    this.noting = (this.noting ?? Promise.resolve()).then(write).catch((error: unknown) => {
      process.emitWarning(`the log of what is applied could not be written: ${String(error)}`)
    })
  }
}
