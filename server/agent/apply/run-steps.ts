import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Op } from '../../../core/plan/ops'
import type { MachineState } from '../../../core/state/state'
import type { Namespaces } from '../kernel/namespaces'
import type { Machine } from '../observe/machine'
import { deleteTogether, deletionRun } from './delete-links'
import { Executor, errorWords, type ImmediateOp } from './execute'

/** Milliseconds of kernel requests after which the event loop gets a turn. */
const SLICE = 20
/** Programs at a time. */
const WAITING = 4

/** Which change failed, and how. */
export class StepFailure extends Error {
  override name = 'StepFailure'

  constructor(
    readonly step: number,
    readonly op: Op,
    cause: unknown,
  ) {
    super(errorWords(cause), { cause })
  }
}

/** Something to do when only the steps from `before` on are left. */
export interface Pause {
  before: number
  work: () => Promise<void>
}

/**
 * Makes the changes in their order and reports how many are done each time that it lets others have a turn. Throws a
 * StepFailure at the first that fails; those after it are not begun.
 */
export async function runSteps(
  machine: Machine,
  lab: string,
  ops: readonly Op[],
  onDone: (done: number) => void,
  pause?: Pause,
): Promise<void> {
  const { namespaces, services, state } = machine
  const executor = new Executor(namespaces, services, lab, ops, state.host)
  let turn = performance.now()
  for (let at = 0; at < ops.length; ) {
    if (at === pause?.before) await pause.work()
    const op = ops[at]
    if (!op) return
    if (Executor.waits(op)) {
      const group = waitingGroup(ops, at)
      await runGroup(executor, ops, at, at + group)
      at += group
    } else {
      if (op.op === 'neighbour-add') machine.expectNeighbours(op.netns)
      at += runNext(executor, namespaces, state, ops, at, op)
    }
    if (performance.now() - turn > SLICE) {
      onDone(at)
      await nextTurn()
      turn = performance.now()
    }
  }
  onDone(ops.length)
}

/** Makes the next change that the kernel makes at once, and those that can go with it; how many these were. */
function runNext(
  executor: Executor,
  namespaces: Namespaces,
  state: MachineState,
  ops: readonly Op[],
  at: number,
  op: ImmediateOp,
): number {
  try {
    const run = deletionRun(ops, at)
    if (run.length > 1 && deleteTogether(namespaces, state, run)) return run.length
    executor.runNow(op)
    return 1
  } catch (error) {
    throw new StepFailure(at, op, error)
  }
}

/** Steps of different sorts do not wait together: a client that is started before its server is there loses time. */
function sortOf(op: Op | undefined): string | undefined {
  return op && 'service' in op ? `${op.op} ${op.service.kind}` : undefined
}

/** How many steps from `start` on only wait for a program each, and for different namespaces: they can wait together. */
function waitingGroup(ops: readonly Op[], start: number): number {
  const namespaces = new Set<string>()
  let at = start
  for (; at < ops.length && namespaces.size < WAITING; at++) {
    const op = ops[at]
    if (!op || !Executor.waits(op) || namespaces.has(op.netns) || sortOf(op) !== sortOf(ops[start])) break
    namespaces.add(op.netns)
  }
  return at - start
}

async function runGroup(executor: Executor, ops: readonly Op[], from: number, to: number): Promise<void> {
  const group = ops.slice(from, to)
  const results = await Promise.allSettled(group.map((op) => executor.run(op)))
  for (const [index, result] of results.entries()) {
    const op = group[index]
    if (result.status === 'rejected' && op) throw new StepFailure(from + index, op, result.reason)
  }
}
