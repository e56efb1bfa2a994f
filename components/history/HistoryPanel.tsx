'use client'

import { useEffect, useState } from 'react'
import { HISTORY_BYTES, HISTORY_VERSIONS } from '../../core/protocol/history'
import { useErrorText } from '../i18n/errorText'
import { useLabStore } from '../state/labStore'
import { useConnected } from '../state/socket'
import { useHistoryText } from './historyText'
import { VersionDetail } from './VersionDetail'
import { VersionList } from './VersionList'
import { useVersionStore } from './versionStore'

/** Edits come in bursts; the list follows a moment later. */
const SETTLE_MS = 400

/** Every version of the lab: what each changed, what changed since, and the way back to it. */
export function HistoryPanel() {
  const t = useHistoryText()
  const name = useLabStore((store) => store.name)
  const revision = useLabStore((store) => store.revision)
  const store = useVersionStore()
  const said = useErrorText()
  const connected = useConnected()
  const { whole, error, refresh } = store
  const versions = store.lab === name ? store.versions : null
  const [chosen, setChosen] = useState<number | null>(null)
  const isFirst = versions === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every edit there is one more; a list that did not come is asked for again.
  useEffect(() => {
    if (!name || !connected) return
    const timer = setTimeout(() => void refresh(name), isFirst ? 0 : SETTLE_MS)
    return () => clearTimeout(timer)
  }, [name, revision, refresh, isFirst, connected])

  if (!versions) return <p className="px-3 py-4 text-ink-2">{error ? t.failed(said(error)) : t.loading}</p>
  const at = versions.findIndex(({ version }) => version === chosen)
  return (
    <div className="flex h-full min-h-0">
      <div className="flex w-76 shrink-0 flex-col border-line border-r max-[1199px]:w-64">
        <VersionList versions={versions} chosen={chosen} onChoose={setChosen} />
        {!whole && (
          <p className="shrink-0 border-line border-t px-3 py-1.5 text-ink-3 text-xs">
            {t.letGo(HISTORY_VERSIONS, HISTORY_BYTES / 1_000_000)}
          </p>
        )}
      </div>
      <div className="min-w-0 grow overflow-auto">
        {error && <p className="px-3 pt-2 text-bad text-xs">{t.failed(said(error))}</p>}
        {at === -1 || !name ? (
          <p className="px-4 py-4 text-ink-2">{t.choose}</p>
        ) : (
          <VersionDetail key={chosen} lab={name} version={versions[at]} before={versions[at + 1]?.version} />
        )}
      </div>
    </div>
  )
}
