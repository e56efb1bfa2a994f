import { HOST } from '../../../core/lab/ids'
import type { Lab } from '../../../core/lab/schema'
import { guestsAhead, guestsDone } from '../../../core/plan/guests'
import { recordAhead, recordDone } from '../../../core/plan/host-record'
import { loggedCommands } from '../../../core/protocol/applied-log'
import { type HostRecord, UNTOUCHED } from '../../../core/state/host-record'
import type { Change, Keeper } from '../apply/keeper'
import { log } from '../log'
import type { Machine } from '../observe/machine'
import type { AppliedLog } from './applied-log'
import { readForwardingSettings, restoreForwardingSettings } from './forwarding-settings'
import type { HostMemory, Journal } from './memory'
import { saveNic } from './nic'

/**
 * Writes down what happens to this computer before it happens: the change as a whole in a journal, and what it changes of things that are
 * not ours in the record. Steps need no entries of their own, for what was made of them is read from the kernel.
 */
export class HostKeeper implements Keeper {
  applied: Readonly<Record<string, Lab>>

  constructor(
    private readonly memory: HostMemory,
    private readonly machine: Machine,
    private readonly appliedLog: AppliedLog,
  ) {
    this.applied = memory.applied
    machine.setRecord(memory.record)
  }

  begin({ lab, actor, ops, before }: Change): void {
    // What cannot be told of is not done.
    this.appliedLog.note({ lab, actor, did: 'started', ...loggedCommands(lab, ops) })
    const applied = this.applied[lab]
    const host = before.namespaces[HOST]
    const ahead = host && guestsAhead(recordAhead(recordOf(before), lab, ops, host), lab, ops, before.namespaces)
    const record = ahead ? this.withNics(withSettings(ahead)) : recordOf(before)
    this.memory.checkJournal()
    this.memory.journal = { lab, actor, ops: [...ops], before, record, ...(applied && { applied }) }
    try {
      this.setRecord(record)
    } catch (error) {
      // Nothing was begun that would have to be taken back.
      this.memory.journal = undefined
      throw error
    }
  }

  /** Goes on with a change that another agent was killed in: what is on record may already be what was to be there afterwards. */
  resume({ record }: Pick<Journal, 'record'>): void {
    this.setRecord(record)
  }

  done({ lab, actor, ops, before }: Change, document: Lab | undefined): void {
    const kept = recordDone(this.machine.state.host ?? recordOf(before), lab, ops, document)
    const record = guestsDone(kept, lab, ops, document !== undefined)
    giveBack(this.machine.state.host, record)
    this.setApplied(lab, document)
    this.setRecord(document ? record : withoutLab(record, lab))
    this.memory.journal = undefined
    this.tell({ lab, actor, did: document ? 'applied' : 'destroyed' })
  }

  undone({ lab, actor, before }: Pick<Change, 'lab' | 'actor' | 'before'>, error?: string): void {
    giveBack(this.machine.state.host, recordOf(before))
    // It may have been killed while it noted the change as done.
    this.setApplied(lab, this.memory.journal?.applied)
    this.setRecord(recordOf(before))
    this.memory.journal = undefined
    this.tell({ lab, actor, did: 'put-back', ...(error !== undefined && { error }) })
  }

  stuck({ lab, actor }: Pick<Change, 'lab' | 'actor'>, error: string): void {
    this.tell({ lab, actor, did: 'failed', error })
  }

  /** How it ended; it has, whether or not that can be written down. */
  private tell(entry: Parameters<AppliedLog['note']>[0]): void {
    try {
      this.appliedLog.note(entry)
    } catch (error) {
      log(`the log of what is applied could not be written: ${error}`)
    }
  }

  private setApplied(lab: string, document: Lab | undefined): void {
    const { [lab]: known, ...others } = this.applied
    if (JSON.stringify(known) !== JSON.stringify(document)) this.memory.setApplied(lab, document)
    this.applied = document ? { ...others, [lab]: document } : others
  }

  private withNics(record: HostRecord): HostRecord {
    const { route } = this.machine.namespaces.host
    const nics = record.nics?.map((nic) => (nic.saved ? nic : { ...nic, saved: saveNic(route, nic.name) }))
    return { ...record, ...(nics && { nics }) }
  }

  private setRecord(record: HostRecord): void {
    this.memory.record = record
    this.machine.setRecord(record)
  }
}

function recordOf(before: Change['before']): HostRecord {
  return before.host ?? UNTOUCHED
}

/** Of a lab of which nothing is left, nothing is on record: not even what others had taken away before it went. */
function withoutLab(record: HostRecord, lab: string): HostRecord {
  const others = <T extends { lab: string }>(entries: readonly T[]) => entries.filter((entry) => entry.lab !== lab)
  return { ...record, routes: others(record.routes), addresses: others(record.addresses) }
}

function withSettings(record: HostRecord): HostRecord {
  const { forwarding } = record
  if (!forwarding || forwarding.settings) return record
  return { ...record, forwarding: { ...forwarding, settings: readForwardingSettings() } }
}

/** Once forwarding is as it was, so are the settings that the kernel had changed along with it. */
function giveBack(before: HostRecord | undefined, after: HostRecord): void {
  if (before?.forwarding?.settings && !after.forwarding) restoreForwardingSettings(before.forwarding.settings)
}
