import type { WireError } from '../../core/protocol/socket'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { OFFLINE } from '../state/socket'

/** Why a console could not be opened, in words; the system's own words stand behind ours where we have none. */
export function useConsoleError(): (failure: { node: string; error: WireError }) => string {
  const t = useText().console.errors
  return ({ node, error: { code, text } }) => {
    if (text === OFFLINE) return t.offline
    const { lab, machine } = useLabStore.getState()
    const inContainer = lab?.nodes[node]?.kind === 'container'
    if (inContainer && machine.kind === 'sandbox') return t.noContainers
    if (!inContainer && machine.kind === 'host' && code === 'not-allowed') return t.containersOnly
    if (code === 'limit' || code === 'not-allowed' || code === 'not-running' || code === 'unknown-node') return t[code]
    return text ? `${t.failed(node)} ${text}` : t.failed(node)
  }
}
