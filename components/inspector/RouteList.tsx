'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { setRoutes } from '../../core/edit/routes'
import { elementKey } from '../../core/lab/element'
import type { Route } from '../../core/lab/schema'
import { interfacesInNetns } from '../../core/lab/view'
import { useText } from '../i18n/text'
import { useDiagnostics, useDiagnosticsOf } from '../state/derived'
import { useLab } from '../state/labStore'
import { useHovered, useViewStore } from '../state/viewStore'
import { IconButton } from '../ui/Button'
import { classes } from '../ui/classes'
import { edit } from './edit'
import { Problems } from './fields/Problems'
import { SelectField } from './fields/SelectField'
import { TextField } from './fields/TextField'
import { gatewaysOf } from './gateways'
import { problemsAt, unclaimed } from './problems'
import { type NewRow, type RowEdits, RowList } from './RowList'

/** The routes of a namespace or the host, each to edit in place. */
export function RouteList({ name, routes }: { name: string; routes: readonly Route[] }) {
  const t = useText().panels.inspector
  const lab = useLab()
  const gateways = gatewaysOf(lab, name)
  const devices = interfacesInNetns(lab, name).map(({ view }) => view.name)
  return (
    <RowList
      rows={routes}
      none={t.noRoutes}
      add={t.addRoute}
      onReplace={(next) => edit((now) => setRoutes(now, name, next))}
      row={(route, index, edits) => (
        <RouteRow node={name} index={index} route={route} gateways={gateways} devices={devices} {...edits} />
      )}
      draft={(edits) => <NewRoute gateways={gateways} isFirst={routes.length === 0} {...edits} />}
    />
  )
}

interface RouteRowProps extends RowEdits<Route> {
  node: string
  index: number
  route: Route
  gateways: readonly string[]
  devices: readonly string[]
}

function RouteRow({ node, index, route, gateways, devices, onChange, onRemove }: RouteRowProps) {
  const t = useText().panels.inspector
  const problems = useDiagnostics()
  const key = elementKey({ kind: 'route', node, index })
  const own = useDiagnosticsOf(key)
  const path = ['nodes', node, 'routes', index]
  const lit = useHovered(key)
  const { setHover } = useViewStore.getState()
  const with_ = (field: 'via' | 'dev', text: string): Route => {
    const { [field]: _, ...rest } = route
    return text === '' ? rest : { ...rest, [field]: text }
  }
  return (
    <div
      className={classes('rounded-md border bg-surface p-2', lit ? 'border-accent' : 'border-line')}
      onPointerEnter={() => setHover(key)}
      onPointerLeave={() => setHover(null)}
    >
      <div className="grid grid-cols-2 gap-x-2 gap-y-1.5">
        <TextField
          stacked
          label={t.to}
          value={route.to}
          suggestions={['default']}
          problems={problemsAt(problems, [...path, 'to'])}
          onCommit={(to) => onChange({ ...route, to })}
        />
        <TextField
          stacked
          label={t.via}
          value={route.via ?? ''}
          suggestions={gateways}
          problems={problemsAt(problems, [...path, 'via'])}
          onCommit={(via) => onChange(with_('via', via))}
        />
        <SelectField
          stacked
          label={t.dev}
          value={route.dev ?? ''}
          options={[{ value: '', label: t.anyDevice }, ...devices.map((dev) => ({ value: dev, label: dev }))]}
          problems={problemsAt(problems, [...path, 'dev'])}
          onCommit={(dev) => onChange(with_('dev', dev))}
        />
        <div className="flex items-end gap-1">
          <div className="min-w-0 grow">
            <TextField
              stacked
              label={t.metric}
              value={route.metric === undefined ? '' : String(route.metric)}
              inputMode="numeric"
              problems={problemsAt(problems, [...path, 'metric'])}
              onCommit={(text) => {
                const { metric: _, ...rest } = route
                if (text === '') return onChange(rest)
                return /^\d{1,10}$/.test(text) ? onChange({ ...rest, metric: Number(text) }) : 'not-a-number'
              }}
            />
          </div>
          <IconButton label={t.removeRoute(route.to)} side="left" className="-mr-1" onClick={onRemove}>
            <X size={14} />
          </IconButton>
        </div>
      </div>
      <Problems
        className="mt-1.5"
        problems={unclaimed(
          own,
          ['to', 'via', 'dev', 'metric'].map((field) => [...path, field]),
        )}
      />
    </div>
  )
}

/** A route that is being written: it becomes part of the lab once both of its fields are there. */
function NewRoute(props: NewRow<Route> & { gateways: readonly string[]; isFirst: boolean }) {
  const t = useText().panels.inspector
  const [to, setTo] = useState(props.isFirst ? 'default' : '')
  const [via, setVia] = useState('')
  // In whichever order they are filled in.
  const take = (route: Route & { via: string }) => {
    if (route.to !== '' && route.via !== '') return props.onAdd(route)
    setTo(route.to)
    setVia(route.via)
    return null
  }
  return (
    <div className="rounded-md border border-line-strong border-dashed bg-surface p-2">
      <div className="grid grid-cols-[1fr_1fr_auto] items-end gap-x-2">
        <TextField
          stacked
          label={t.to}
          value={to}
          placeholder="192.168.1.0/24"
          suggestions={['default']}
          autoFocus={!props.isFirst}
          onCommit={(text) => take({ to: text, via })}
        />
        <TextField
          stacked
          label={t.via}
          value={via}
          placeholder={props.gateways[0] ?? '192.168.15.5'}
          suggestions={props.gateways}
          autoFocus={props.isFirst}
          onCommit={(text) => take({ to, via: text })}
        />
        <IconButton label={t.removeRoute(to)} side="left" className="-mr-1" onClick={props.onAbandon}>
          <X size={14} />
        </IconButton>
      </div>
    </div>
  )
}
