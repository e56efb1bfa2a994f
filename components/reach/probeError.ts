'use client'

import type { WireError } from '../../core/protocol/socket'
import { useText } from '../i18n/text'
import { OFFLINE } from '../state/socket'

/** Why a ping or a check could not be made, in words; the system's own words stand behind ours. */
export function useProbeErrorText(): (error: WireError) => string {
  const t = useText().panels.reach.errors
  return ({ code, text }) => {
    if (text === OFFLINE) return t.offline
    const words = code === 'not-running' || code === 'too-fast' || code === 'busy' ? t[code] : t.failed
    return text ? `${words} ${text}` : words
  }
}
