import type { Lab } from '../../../core/lab/schema'
import { planLab } from '../../../core/plan/plan-lab'
import { errorWords } from '../apply/execute'
import { log } from '../log'
import type { Observer } from '../observe/observer'

/**
 * Starts what an earlier agent kept running for the labs that are applied and took with it when it ended. Only programs, and only where
 * their interface is still there: whatever else has changed meanwhile is drift, and the user's to decide.
 */
export async function resumeServices({ machine }: Observer, labs: readonly Lab[]): Promise<void> {
  for (const lab of labs) {
    for (const { op } of planLab(lab, machine.state).steps) {
      if (op.op !== 'service-start') continue
      const namespace = machine.namespaces.find(op.netns)
      const links = Object.values(machine.state.namespaces[op.netns]?.links ?? {})
      if (!namespace || !links.some(({ name, owner }) => name === op.service.interface && owner?.lab === lab.name)) continue
      try {
        await machine.services.start(namespace, op.lab, op.service)
      } catch (error) {
        log(`${op.service.kind} in ${op.netns} was not started again: ${errorWords(error)}`)
      }
    }
  }
}
