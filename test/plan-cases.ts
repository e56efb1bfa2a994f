import { applyCommand } from '../core/edit/apply'
import type { Command } from '../core/edit/change'
import { parseLabFile } from '../core/lab/file'
import type { Lab } from '../core/lab/schema'
import type { Plan } from '../core/plan/plan'
import { planLab } from '../core/plan/plan-lab'
import { commandsOf } from '../core/script/commands'
import { machineWith } from './imagined-machine'

function labOf(text: string): Lab {
  const { lab, diagnostics } = parseLabFile(text)
  if (!lab) throw new Error(JSON.stringify(diagnostics))
  return lab
}

/** The lab after a command. Throws where that is refused. */
export function edited(lab: Lab, command: Command | { refused: unknown }): Lab {
  if ('refused' in command) throw new Error(JSON.stringify(command))
  const result = applyCommand(lab, command)
  if (!result.ok) throw new Error(JSON.stringify(result))
  return result.lab
}

/** Two namespaces on a bridge. */
export const RED_BLUE = labOf(`
netloom: 1
name: demo
nodes:
  red:
    kind: namespace
    interfaces: { eth0: { addresses: [10.0.0.2/24, 10.0.0.3/24, "fd00::2/64"] } }
    routes: [{ to: default, via: 10.0.0.1 }]
  blue:
    kind: namespace
    interfaces: { eth0: { addresses: [10.0.0.4/24] } }
  br0: { kind: bridge, addresses: [10.0.0.1/24] }
links:
  - endpoints: [red:eth0, br0:veth-red]
  - endpoints: [blue:eth0, br0:veth-blue]
`)

/** Two namespaces that two links join. */
export const TWO_CARDS = labOf(`
netloom: 1
name: demo
nodes:
  red: { kind: namespace }
  blue: { kind: namespace }
links:
  - { id: one, endpoints: [red:eth0, blue:eth0] }
  - { id: two, endpoints: [red:eth1, blue:eth1] }
`)

/** The commands of a plan, without our marks. */
export function commands(plan: Plan): string[] {
  return plan.steps.flatMap(({ op }) => commandsOf(op, { dialect: 'nft', marks: false, lab: plan.lab }))
}

/** What it takes where the lab runs and is then edited. */
export function change(lab: Lab, edit: (lab: Lab) => Command | { refused: unknown }): string[] {
  return commands(planLab(edited(lab, edit(lab)), machineWith(lab)))
}
