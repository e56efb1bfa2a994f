'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { setNeighbours } from '../../core/edit/neighbours'
import type { Lab, Neighbour } from '../../core/lab/schema'
import { interfacesInNetns } from '../../core/lab/view'
import { addressOf, cidrOf, contains } from '../../core/net/address'
import { useText } from '../i18n/text'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { IconButton } from '../ui/Button'
import { devicesOf } from './devices'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { SelectField } from './fields/SelectField'
import { TextField } from './fields/TextField'
import { gatewaysOf } from './gateways'
import { problemsAt, unclaimed } from './problems'
import { type NewRow, type RowEdits, RowList } from './RowList'
import { Quiet } from './Section'

/** The interface whose network holds an address; else the first that there is. */
function deviceFor(lab: Lab, node: string, text: string): string | undefined {
  const address = addressOf(text)
  const devices = devicesOf(lab, node)
  const near = devices.find(({ view }) =>
    (view.config.addresses ?? []).some((own) => {
      const cidr = cidrOf(own)
      return cidr && address && contains(cidr, address)
    }),
  )
  return (near ?? devices[0])?.view.name
}

/** The MAC that whoever has the address is drawn with, if any. */
function drawnMac(lab: Lab, text: string): string {
  for (const node of Object.keys(lab.nodes))
    for (const { view } of interfacesInNetns(lab, node))
      if (view.config.mac && view.config.addresses?.some((own) => own.split('/')[0] === text)) return view.config.mac
  return ''
}

/** The neighbours that are written down in a namespace or on the host, each to edit in place. */
export function NeighbourList({ name, neighbours }: { name: string; neighbours: readonly Neighbour[] }) {
  const t = useText().neighbours
  return (
    <RowList
      rows={neighbours}
      none={t.none}
      add={t.add}
      onReplace={(next) => edit((now) => setNeighbours(now, name, next))}
      row={(neighbour, index, edits) => <NeighbourRow node={name} index={index} neighbour={neighbour} {...edits} />}
      draft={(edits) => <NewNeighbour node={name} {...edits} />}
    />
  )
}

interface NeighbourRowProps extends RowEdits<Neighbour> {
  node: string
  index: number
  neighbour: Neighbour
}

function NeighbourRow({ node, index, neighbour, onChange, onRemove }: NeighbourRowProps) {
  const t = useText().neighbours
  const lab = useLab()
  const problems = useDiagnostics()
  const path = ['nodes', node, 'neighbours', index]
  const devices = devicesOf(lab, node).map(({ view }) => view.name)
  return (
    <div className="rounded-md border border-line bg-surface p-2">
      <div className="grid grid-cols-2 gap-x-2 gap-y-1.5">
        <TextField
          stacked
          label={t.address}
          value={neighbour.address}
          suggestions={gatewaysOf(lab, node)}
          problems={problemsAt(problems, [...path, 'address'])}
          onCommit={(address) => onChange({ ...neighbour, address })}
        />
        <TextField
          stacked
          label={t.mac}
          value={neighbour.mac}
          problems={problemsAt(problems, [...path, 'mac'])}
          onCommit={(mac) => onChange({ ...neighbour, mac })}
        />
        <div className="col-span-2 flex items-end gap-1">
          <div className="min-w-0 grow">
            <SelectField
              stacked
              label={t.dev}
              value={neighbour.dev}
              options={devices.map((value) => ({ value, label: value }))}
              problems={problemsAt(problems, [...path, 'dev'])}
              onCommit={(dev) => onChange({ ...neighbour, dev })}
            />
          </div>
          <IconButton label={t.remove(neighbour.address)} side="left" className="-mr-1" onClick={onRemove}>
            <X size={14} />
          </IconButton>
        </div>
      </div>
      <Problems
        className="mt-1.5"
        problems={unclaimed(
          problemsAt(problems, path),
          ['address', 'mac', 'dev'].map((field) => [...path, field]),
        )}
      />
    </div>
  )
}

/** A neighbour that is being written: it becomes part of the lab once its address and its MAC are there. */
function NewNeighbour({ node, onAdd, onAbandon }: NewRow<Neighbour> & { node: string }) {
  const t = useText().neighbours
  const lab = useLab()
  const [address, setAddress] = useState('')
  const [mac, setMac] = useState('')
  const known = drawnMac(lab, address)
  // In whichever order they are filled in.
  const take = (next: Pick<Neighbour, 'address' | 'mac'>) => {
    const dev = deviceFor(lab, node, next.address)
    if (next.address !== '' && next.mac !== '' && dev !== undefined) return onAdd({ ...next, dev })
    setAddress(next.address)
    setMac(next.mac)
    return null
  }
  return (
    <div className="rounded-md border border-line-strong border-dashed bg-surface p-2">
      <div className="grid grid-cols-[1fr_1fr_auto] items-end gap-x-2">
        <TextField
          stacked
          autoFocus
          label={t.address}
          value={address}
          placeholder="192.168.15.2"
          suggestions={gatewaysOf(lab, node)}
          onCommit={(text) => take({ address: text, mac })}
        />
        <TextField
          stacked
          label={t.mac}
          value={mac}
          placeholder={known || '02:00:00:00:00:02'}
          suggestions={known ? [known] : []}
          onCommit={(text) => take({ address, mac: text })}
        />
        <IconButton label={t.remove(address)} side="left" className="-mr-1" onClick={onAbandon}>
          <X size={14} />
        </IconButton>
      </div>
      {devicesOf(lab, node).length === 0 && (
        <div className="mt-1.5">
          <Quiet>{t.noDevice}</Quiet>
        </div>
      )}
    </div>
  )
}
