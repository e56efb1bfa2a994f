'use client'

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { addDhcpServer, serveableInterfaces, setDhcpServer } from '../../core/edit/dhcp'
import type { DhcpServer } from '../../core/lab/dhcp-schema'
import { DEFAULT_LEASE } from '../../core/net/lease'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { IconButton } from '../ui/Button'
import { AddButton } from './AddButton'
import { GivenLeases } from './DhcpLeases'
import { edit, type Refused } from './edit'
import { RefusedNote, useFieldIds } from './fields/Problems'
import { SelectField } from './fields/SelectField'
import { TextField } from './fields/TextField'
import { problemsAt, problemsOf } from './problems'
import { Quiet, Section } from './Section'

/** The DHCP server of the host, a namespace or a container, to draw and to watch. */
export function DhcpSection({ node, server }: { node: string; server: DhcpServer | undefined }) {
  const t = useText().dhcp
  const ids = useFieldIds()
  const [refused, setRefused] = useState<Refused | null>(null)
  if (!server)
    return (
      <Section title={t.title}>
        <Quiet>{t.none}</Quiet>
        <AddButton icon={<Plus size={12} />} onClick={() => setRefused(edit((lab) => addDhcpServer(lab, node)))}>
          {t.add}
        </AddButton>
        {refused && <RefusedNote id={ids.refused} refused={refused} />}
      </Section>
    )
  const remove = () => edit((lab) => setDhcpServer(lab, node, undefined))
  return (
    <Section
      title={t.title}
      action={
        <IconButton label={t.remove} side="left" onClick={remove}>
          <X size={14} />
        </IconButton>
      }
    >
      <ServerFields node={node} server={server} />
      <GivenLeases node={node} server={server} />
    </Section>
  )
}

function ServerFields({ node, server }: { node: string; server: DhcpServer }) {
  const t = useText().dhcp
  const lab = useLab()
  const problems = useDiagnostics()
  const at = (...field: (string | number)[]) => problemsAt(problems, ['nodes', node, 'dhcpServer', ...field])
  const change = (patch: Partial<DhcpServer>) => edit((now) => setDhcpServer(now, node, { ...server, ...patch }))
  const [first, last] = server.range
  const dns = server.dns ?? []
  return (
    <>
      <SelectField
        label={t.interface}
        value={server.interface}
        options={serveableInterfaces(lab, node).map((name) => ({ value: name, label: name }))}
        problems={at('interface')}
        // Another network needs another range; the proposal for it is better than one that is wrong.
        onCommit={(name) => edit((now) => addDhcpServer(now, node, name))}
      />
      <TextField
        label={t.first}
        value={first}
        problems={[...at('range', 0), ...problemsOf(problems, ['nodes', node, 'dhcpServer', 'range'])]}
        onCommit={(text) => change({ range: [text, last] })}
      />
      <TextField label={t.last} value={last} problems={at('range', 1)} onCommit={(text) => change({ range: [first, text] })} />
      <TextField
        label={t.router}
        value={server.router ?? ''}
        placeholder={t.noRouter}
        problems={at('router')}
        onCommit={(text) => change({ router: text === '' ? undefined : text })}
      />
      <TextField
        label={t.dns}
        value={dns.join(', ')}
        hint={t.dnsHint}
        placeholder={t.noRouter}
        problems={dns.flatMap((_, index) => at('dns', index))}
        onCommit={(text) => change({ dns: text.split(/[\s,，、]+/).filter((one) => one !== '') })}
      />
      <TextField
        label={t.lease}
        value={server.lease ?? ''}
        placeholder={DEFAULT_LEASE}
        problems={at('lease')}
        onCommit={(text) => change({ lease: text === '' ? undefined : text })}
      />
    </>
  )
}
