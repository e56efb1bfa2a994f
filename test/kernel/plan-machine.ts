import type { Plan } from '../../core/plan/plan'
import { commandsOf } from '../../core/script/commands'
import type { MachineState, Owner } from '../../core/state/state'
import { readMachine, run } from './ip-machine'

/** Carries plans out by their own commands, as a person would who copies them from the page, and keeps the register of namespaces. */
export class PlanMachine {
  private readonly owners = new Map<string, Owner>()

  read(): MachineState {
    return readMachine(this.owners)
  }

  /** Runs every command of the plan; the first that fails ends it, with the shell's words. */
  apply(plan: Plan): void {
    const script = ['set -e', ...plan.steps.flatMap(({ op }) => commandsOf(op, { dialect: 'nft', marks: true, lab: plan.lab }))]
    for (const { op } of plan.steps) {
      if (op.op === 'netns-add') this.owners.set(op.netns, { lab: plan.lab, id: op.id })
      if (op.op === 'netns-delete') this.owners.delete(op.netns)
      const owner = op.op === 'netns-rename' ? this.owners.get(op.netns) : undefined
      if (op.op === 'netns-rename' && owner) {
        this.owners.delete(op.netns)
        this.owners.set(op.to, owner)
      }
    }
    try {
      run('bash', ['-x'], script.join('\n'))
    } catch (error) {
      const { stderr } = error as { stderr?: string }
      throw new Error(`a planned command failed:\n${stderr?.split('\n').slice(-6).join('\n')}\nin\n${script.join('\n')}`)
    }
  }
}
