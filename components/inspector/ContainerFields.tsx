'use client'

import { freeContainers, setContainer } from '../../core/edit/container'
import type { ContainerIdentity } from '../../core/lab/container'
import type { ContainerNode } from '../../core/lab/schema'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { useNodeNetns } from '../state/nodeNetns'
import { edit } from './edit'
import { SelectField } from './fields/SelectField'
import { TextField } from './fields/TextField'
import { problemsAt } from './problems'
import { RunningContainers } from './RunningContainers'
import { Quiet, Section } from './Section'

type How = 'docker' | 'podman' | 'pid'

/** Which running container a node is, and what its engine says of it. */
export function ContainerFields({ name, node }: { name: string; node: ContainerNode }) {
  const t = useText().containers
  const lab = useLab()
  const all = useDiagnostics()
  const found = useNodeNetns(name)?.containers ?? []
  const state = useMachineStore((store) => store.state)
  const how: How = node.pid !== undefined ? 'pid' : (node.engine ?? 'docker')
  const set = (identity: ContainerIdentity) => edit((now) => setContainer(now, name, identity))
  const own = found.find((one) => one.name === node.container)
  const others = found.filter((one) => one !== own).map((one) => one.name)
  const suggestions = freeContainers(lab, state).flatMap(({ container }) => container ?? [])
  const path = ['nodes', name]
  return (
    <Section title={t.title}>
      <Quiet>{t.hint}</Quiet>
      <SelectField
        label={t.engine}
        value={how}
        mono={false}
        options={(['docker', 'podman', 'pid'] as const).map((value) => ({ value, label: t.engines[value] }))}
        onCommit={(value) =>
          value === 'pid'
            ? set({ engine: undefined, container: undefined, pid: node.pid ?? 1 })
            : set({ engine: value === 'podman' ? 'podman' : 'docker', pid: undefined })
        }
      />
      {how === 'pid' ? (
        <TextField
          label={t.pid}
          value={String(node.pid ?? '')}
          inputMode="numeric"
          placeholder={t.badPid}
          problems={problemsAt(all, [...path, 'pid'])}
          onCommit={(text) => set({ pid: Number(text) || undefined })}
        />
      ) : (
        <TextField
          label={t.name}
          value={node.container ?? ''}
          suggestions={suggestions}
          problems={problemsAt(all, [...path, 'container'])}
          onCommit={(text) => set({ container: text === '' ? undefined : text })}
        />
      )}
      {!own && <RunningContainers node={name} />}
      {own && <Quiet>{t.image(own.image)}</Quiet>}
      {own && own.networks.length > 0 && <Quiet>{t.networks(own.networks.join(', '))}</Quiet>}
      {others.length > 0 && <Quiet>{t.shares(others.join(', '))}</Quiet>}
    </Section>
  )
}
