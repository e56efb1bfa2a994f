'use client'

import { Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { DocPath } from '../../../core/check/diagnostic'
import { setInterface } from '../../../core/edit/set-interface'
import { setNode } from '../../../core/edit/set-node'
import { type ElementRef, elementKey } from '../../../core/lab/element'
import { useText } from '../../i18n/text'
import { useDiagnostics } from '../../state/derived'
import { useViewStore } from '../../state/viewStore'
import { IconButton } from '../../ui/Button'
import { AddButton } from '../AddButton'
import { edit, type Refused } from '../edit'
import { problemsAt, problemsOf } from '../problems'
import { Problems } from './Problems'
import { Row, TextField } from './TextField'

interface AddressListProps {
  node: string
  /** The interface; absent for a bridge's own, whose addresses stand on the bridge. */
  name?: string
  addresses: readonly string[]
  label: string
  labelHidden?: boolean
}

/** The addresses of an interface, one a line, each with its findings. */
export function AddressList({ node, name, addresses, label, labelHidden }: AddressListProps) {
  const t = useText().panels.inspector
  const [adding, setAdding] = useState(false)
  const problems = useDiagnostics()
  const element: ElementRef = name === undefined ? { kind: 'node', node } : { kind: 'interface', node, name }
  const first = useFieldRequest(element, addresses.length)
  const path: DocPath = name === undefined ? ['nodes', node, 'addresses'] : ['nodes', node, 'interfaces', name, 'addresses']

  const replace = (next: readonly string[]): Refused | null =>
    edit((lab) =>
      name === undefined
        ? setNode(lab, node, { addresses: next.length > 0 ? [...next] : undefined })
        : setInterface(lab, node, name, { addresses: next.length > 0 ? [...next] : undefined }),
    )
  const change = (index: number, text: string): Refused | null =>
    replace(text === '' ? addresses.filter((_, at) => at !== index) : addresses.map((old, at) => (at === index ? text : old)))
  const rows = adding ? [...addresses, ''] : addresses

  return (
    <Row label={label} labelHidden={labelHidden}>
      <div className="space-y-1">
        {rows.map((address, index) => {
          const isNew = index >= addresses.length
          return (
            <TextField
              // An address has no identity but its place in the list.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above.
              key={index}
              label={`${label} ${index + 1}`}
              labelHidden
              value={address}
              hint={t.addressHint}
              placeholder="10.0.0.1/24"
              autoFocus={isNew}
              inputRef={index === 0 ? first : undefined}
              problems={isNew ? [] : problemsAt(problems, [...path, index])}
              onAbandon={isNew ? () => setAdding(false) : undefined}
              onCommit={(text) => {
                if (!isNew) return change(index, text)
                const refused = replace([...addresses, text])
                if (!refused) setAdding(false)
                return refused
              }}
            >
              {!isNew && (
                <IconButton label={t.removeAddress(address)} side="left" onClick={() => change(index, '')}>
                  <X size={14} />
                </IconButton>
              )}
            </TextField>
          )
        })}
        <Problems problems={problemsOf(problems, path)} />
        {!adding && (
          <AddButton icon={<Plus size={12} />} onClick={() => setAdding(true)}>
            {t.addAddress}
          </AddButton>
        )}
      </div>
    </Row>
  )
}

/** Focuses and selects the first address when the canvas asks for it, such as after a join that filled it in. */
function useFieldRequest(element: ElementRef, present: number) {
  const input = useRef<HTMLInputElement>(null)
  const request = useViewStore((view) => view.fieldRequest)
  const wanted = request?.field === 'addresses' && elementKey(request.element) === elementKey(element) && present > 0
  useEffect(() => {
    if (!wanted || !input.current) return
    input.current.focus()
    input.current.select()
    useViewStore.getState().takeFieldRequest()
  }, [wanted])
  return input
}
