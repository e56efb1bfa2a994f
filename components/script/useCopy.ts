import { useEffect, useRef, useState } from 'react'
import { useViewStore } from '../state/viewStore'

const SHOWN_MS = 2500

/** Copies a text, and says for a moment whether that went well, to a screen reader too. */
export function useCopy(words: {
  copied: string
  copyFailed: string
}): ['no' | 'yes' | 'failed', (text: string) => Promise<void>] {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async (text: string) => {
    const done = await copyText(text)
    setCopied(done ? 'yes' : 'failed')
    useViewStore.getState().announce(done ? words.copied : words.copyFailed)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied('no'), SHOWN_MS)
  }
  return [copied, copy]
}

/** The clipboard is refused outside of secure contexts, and the page says so then. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
