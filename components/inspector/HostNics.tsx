'use client'

import { setNicBridge } from '../../core/edit/nic'
import { HOST } from '../../core/lab/ids'
import { bridgesOn } from '../../core/lab/view'
import { hostNics } from '../../core/plan/host-nics'
import { useText } from '../i18n/text'
import { useLab, useLabStore } from '../state/labStore'
import { useMachineStore } from '../state/machineStore'
import { Capped } from './Capped'
import { edit } from './edit'
import { SelectField } from './fields/SelectField'
import { Quiet, Section } from './Section'

/** The interfaces that this computer has, each with the bridge that it is to be a port of. In a sandbox, why there are none. */
export function HostNics() {
  const t = useText().host.nics
  const lab = useLab()
  const state = useMachineStore((store) => store.state)
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const barred = useLabStore((store) => store.hostProblem !== null)
  if (!onHost)
    return (
      <Section title={t.title}>
        <Quiet>{barred ? t.unavailable : t.inSandbox}</Quiet>
      </Section>
    )
  const nics = hostNics(lab.name, state)
  const bridges = bridgesOn(lab, HOST)
  const drawn = lab.nodes[HOST]?.interfaces ?? {}
  return (
    <Section title={t.title}>
      <Quiet>{nics.length === 0 ? t.none : bridges.length === 0 ? t.noBridge : t.hint}</Quiet>
      <Capped items={nics}>
        {({ link, takenBy }) => {
          const { name } = link
          const addresses = link.addresses.filter(({ automatic }) => !automatic).map(({ address }) => address)
          const bridge = drawn[name]?.bridge
          const known = bridge === undefined || bridges.includes(bridge) ? bridges : [bridge, ...bridges]
          return (
            <div key={name} className="space-y-1 rounded-md border border-line bg-surface px-2 py-1.5" data-nic={name}>
              <p className="flex min-w-0 items-baseline gap-2">
                <span className="font-mono text-sm">{name}</span>
                <span className="ml-auto min-w-0 truncate font-mono text-ink-2 text-xs" title={addresses.join('\n')}>
                  {addresses[0] ?? link.mac}
                </span>
              </p>
              {takenBy === undefined ? (
                <SelectField
                  label={t.port(name)}
                  labelHidden
                  mono={false}
                  value={bridge ?? ''}
                  options={[{ value: '', label: t.notPort }, ...known.map((one) => ({ value: one, label: t.portOf(one) }))]}
                  onCommit={(to) => edit((now) => setNicBridge(now, name, to === '' ? undefined : to))}
                />
              ) : (
                <Quiet>{t.foreign(takenBy)}</Quiet>
              )}
            </div>
          )
        }}
      </Capped>
    </Section>
  )
}
