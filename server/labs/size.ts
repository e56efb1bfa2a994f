import type { Diagnostic } from '../../core/check/diagnostic'
import type { Command } from '../../core/edit/change'
import { writeLabFile } from '../../core/lab/file'
import { type Lab, LIMITS } from '../../core/lab/schema'
import { LabProblem } from './problem'

/** What a change adds to a file at most, next to its values: keys, indentation, quotes. */
const OVERHEAD_BYTES = 200

/**
 * Holds a lab to the size that its file may have, since a file past it could not be read again. Writing the file out at each edit would
 * be slow, so growth is overestimated and the exact size taken only when the estimate comes near the limit.
 */
export class DocumentSize {
  private estimate: number

  constructor(text: string) {
    this.estimate = Buffer.byteLength(text)
  }

  /** LabProblem `too-large` where even the text that it began with does not fit. */
  get problem(): LabProblem | undefined {
    return tooLarge(this.estimate)
  }

  /** Throws LabProblem `too-large` when `lab`, which `command` made, does not fit. `text` is the file as last written. */
  refuseOverLimit(lab: Lab, command: Command, text: string): void {
    const next = this.estimate + growthOf(command)
    if (next <= LIMITS.bytes) {
      this.estimate = next
      return
    }
    const exact = Buffer.byteLength(writeLabFile(lab, text))
    const problem = tooLarge(exact)
    if (problem) throw problem
    this.estimate = exact
  }
}

/** What is wrong with a file of so many bytes: nothing, or LabProblem `too-large`. */
function tooLarge(bytes: number): LabProblem | undefined {
  if (bytes <= LIMITS.bytes) return undefined
  const params = { bytes, max: LIMITS.bytes }
  const diagnostic: Diagnostic = { code: 'file-too-large', severity: 'error', element: { kind: 'lab' }, path: [], params }
  return new LabProblem('too-large', `a lab file has at most ${LIMITS.bytes} bytes`, [diagnostic])
}

function growthOf(command: Command): number {
  let bytes = 0
  for (const change of command.changes) {
    // Block style puts each value on a line of its own with its indentation, so twice JSON's length is generous.
    const value = change.change === 'rename' ? change.to : JSON.stringify(change.to ?? null)
    bytes += OVERHEAD_BYTES + 2 * Buffer.byteLength(value) + change.path.join('').length
  }
  return bytes
}
