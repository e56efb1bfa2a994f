'use client'

import { setContainer } from '../../core/edit/container'
import type { ContainerState } from '../../core/state/container'
import { useText } from '../i18n/text'
import { useLab, useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { Button } from '../ui/Button'
import { Capped } from './Capped'
import { edit } from './edit'
import { Quiet } from './Section'

/** The containers that run on this computer and are not drawn yet, for a node to become one of them. In a sandbox, why there are none. */
export function RunningContainers({ node }: { node: string }) {
  const { host, containers } = useText()
  const t = host.containers
  const lab = useLab()
  const state = useMachineStore((store) => store.state)
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  if (!onHost) return <Quiet>{t.inSandbox}</Quiet>
  const drawn = Object.values(lab.nodes).flatMap((one) =>
    one.kind === 'container' ? [`${one.engine ?? 'docker'} ${one.container}`] : [],
  )
  const free = Object.values(state?.namespaces ?? {})
    .flatMap((netns) => netns.containers ?? [])
    .filter(({ engine, name }) => !drawn.includes(`${engine} ${name}`))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const choose = ({ engine, name }: ContainerState) =>
    edit((now) => setContainer(now, node, { engine, container: name, pid: undefined }))
  return (
    <section aria-label={t.running} className="space-y-1">
      <h4 className="text-ink-2 text-xs">{t.running}</h4>
      {free.length === 0 && <Quiet>{t.none}</Quiet>}
      <ul className="space-y-1">
        <Capped items={free}>
          {(one) => (
            <li key={one.id} className="flex items-center gap-2 rounded-md border border-line bg-surface px-2 py-1">
              <span className="min-w-0 grow">
                <span className="block truncate font-mono text-sm">{one.name}</span>
                <span className="block truncate text-ink-2 text-xs">
                  {containers.image(one.image)} · {t.pid(one.pid)}
                </span>
              </span>
              <Button aria-label={t.choose(one.name)} onClick={() => choose(one)}>
                {t.take}
              </Button>
            </li>
          )}
        </Capped>
      </ul>
    </section>
  )
}
