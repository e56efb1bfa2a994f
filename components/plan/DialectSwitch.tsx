'use client'

import { useText } from '../i18n/text'
import { type Dialect, useViewStore } from '../state/viewStore'
import { Choice } from './Choice'

const DIALECTS: readonly { value: Dialect; label: string }[] = [
  { value: 'nft', label: 'nft' },
  { value: 'iptables', label: 'iptables' },
]

/** How NAT rules are written: in the plan and in the script alike. */
export function DialectSwitch() {
  const t = useText().panels.plan
  const dialect = useViewStore((view) => view.dialect)
  return (
    <Choice
      label={t.dialect}
      value={dialect}
      options={DIALECTS}
      mono
      onChange={(next) => useViewStore.getState().prefer({ dialect: next })}
    />
  )
}
