import type { Diagnostic } from '../check/diagnostic'
import { containerOf, isContainerNetns } from '../lab/container'
import { HOST } from '../lab/ids'
import type { DesiredNetns } from './desired'
import type { PlanDraft } from './draft'

/**
 * Why a container cannot be attached to: this machine has none, it does not run, or it has no network of its own but that of the
 * computer or of another container.
 */
export function containerConflict(draft: PlanDraft, { name: netns, element }: DesiredNetns): Diagnostic | undefined {
  const { kernel } = draft
  if (!isContainerNetns(netns) || kernel.namespaces.has(netns)) return undefined
  const { engine, name } = containerOf(netns)
  const node = element.kind === 'node' ? element.node : netns
  const conflict = (
    code: 'container-in-sandbox' | 'container-not-running' | 'container-on-host' | 'container-shares',
    params = {},
  ) => ({
    code,
    severity: 'error' as const,
    element,
    path: ['nodes', node],
    params: { engine, name, ...params },
  })
  if (!kernel.record) return conflict('container-in-sandbox')
  for (const { name: home, observed } of kernel.namespaces.values()) {
    if (!observed?.containers?.some((one) => one.engine === engine && one.name === name)) continue
    return home === HOST ? conflict('container-on-host') : conflict('container-shares', { with: containerOf(home).name })
  }
  return conflict('container-not-running')
}
