'use client'

import type { DocPath } from '../../core/check/diagnostic'
import { setInterface } from '../../core/edit/set-interface'
import { setNode } from '../../core/edit/set-node'
import type { InterfaceView } from '../../core/lab/view'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { TakenLeaseNote } from './DhcpLeases'
import { edit, type Refused } from './edit'
import { AddressList } from './fields/AddressList'
import { SwitchField } from './fields/SwitchField'
import { Row, TextField } from './fields/TextField'
import { useKernelLink } from './InterfaceLight'
import { problemsAt } from './problems'

/** Where the fields of an interface stand in the document. */
export function interfacePath(node: string, view: InterfaceView): DocPath {
  return view.self ? ['nodes', node] : ['nodes', node, 'interfaces', view.name]
}

interface LinkPatch {
  mac?: string | undefined
  mtu?: number | undefined
  up?: boolean | undefined
}

/** The fields that every interface has, a bridge's own too, whose fields stand on the bridge. */
export function InterfaceFields({ node, view }: { node: string; view: InterfaceView }) {
  const { panels, dhcp } = useText()
  const t = panels.inspector
  const problems = useDiagnostics()
  const path = interfacePath(node, view)
  const kernel = useKernelLink(node, view)
  const patch = (values: LinkPatch): Refused | null =>
    edit((lab) => (view.self ? setNode(lab, node, values) : setInterface(lab, node, view.name, values)))
  const { config } = view
  // A port hands frames on to its bridge; an address on it would be of no use, so only one that a file gave it is shown.
  const isPort = useLab().nodes[node]?.kind === 'bridge' && !view.self
  return (
    <>
      {(!isPort || config.addresses) && (
        <AddressList
          node={node}
          name={view.self ? undefined : view.name}
          addresses={config.addresses ?? []}
          label={t.addresses}
        />
      )}
      {!view.self && view.name !== 'lo' && (!isPort || config.dhcp) && (
        <>
          <SwitchField
            label={dhcp.client}
            hint={dhcp.clientHint}
            value={config.dhcp ?? false}
            problems={problemsAt(problems, [...path, 'dhcp'])}
            onCommit={(on) => edit((lab) => setInterface(lab, node, view.name, { dhcp: on }))}
          />
          {config.dhcp && (
            <Row label={dhcp.own}>
              <TakenLeaseNote node={node} name={view.name} />
            </Row>
          )}
        </>
      )}
      <TextField
        label={t.mac}
        value={config.mac ?? ''}
        placeholder={kernel?.link.mac ?? t.byKernel}
        problems={problemsAt(problems, [...path, 'mac'])}
        onCommit={(text) => patch({ mac: text === '' ? undefined : text })}
      />
      <TextField
        label={t.mtu}
        value={config.mtu === undefined ? '' : String(config.mtu)}
        placeholder={kernel ? String(kernel.link.mtu) : t.byKernel}
        inputMode="numeric"
        problems={problemsAt(problems, [...path, 'mtu'])}
        onCommit={(text) => {
          if (text === '') return patch({ mtu: undefined })
          return /^-?\d+$/.test(text) ? patch({ mtu: Number(text) }) : 'not-a-number'
        }}
      />
      <SwitchField
        label={t.up}
        value={config.up ?? true}
        problems={problemsAt(problems, [...path, 'up'])}
        onCommit={(up) => patch({ up: up ? undefined : false })}
      />
    </>
  )
}
