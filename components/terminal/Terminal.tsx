'use client'

import '@xterm/xterm/css/xterm.css'
import { FitAddon } from '@xterm/addon-fit'
import { Terminal as Xterm } from '@xterm/xterm'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/text'
import { useCopy } from '../script/useCopy'
import { type ShownConsole, useConsoleStore } from '../state/consoleStore'
import { useViewStore } from '../state/viewStore'
import { followConsole } from './follow'
import { handleKey } from './keys'
import { terminalTheme } from './theme'
import { typeInto } from './typing'

interface TerminalProps {
  console: ShownConsole
  label: string
  screenReader: boolean
}

/** Lines that can be scrolled back to; more than the server keeps. */
const SCROLLBACK = 10_000

/** One console's terminal. It takes the keyboard when it appears, and gives it back at Shift+Tab. */
export function Terminal({ console: shown, label, screenReader }: TerminalProps) {
  const { id, lost = false } = shown
  const over = lost || shown.end !== undefined
  const t = useText().console
  const [copied, copy] = useCopy(t)
  const box = useRef<HTMLDivElement>(null)
  const [xterm, setXterm] = useState<Xterm | null>(null)
  const opening = useConsoleStore((store) => store.opening)
  const lab = useConsoleStore((store) => store.lab)

  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = new Xterm({
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono').trim(),
      fontSize: 13,
      lineHeight: 1.15,
      scrollback: SCROLLBACK,
      minimumContrastRatio: 4.5,
      theme: terminalTheme(element),
    })
    const fit = new FitAddon()
    made.loadAddon(fit)
    made.open(element)
    element.addEventListener('keydown', keepFromPage)
    const sizes = new ResizeObserver(() => fit.fit())
    sizes.observe(element)
    fit.fit()
    made.focus()
    setXterm(made)
    return () => {
      sizes.disconnect()
      element.removeEventListener('keydown', keepFromPage)
      made.dispose()
      setXterm(null)
    }
  }, [])

  useEffect(() => {
    if (!xterm) return
    const encoder = new TextEncoder()
    const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
    const { resize } = useConsoleStore.getState()
    const listeners = [
      xterm.onData((text) => typeInto(id, encoder.encode(text))),
      xterm.onBinary((text) => typeInto(id, bytes(text))),
      xterm.onResize(({ cols, rows }) => resize(id, { cols, rows })),
    ]
    resize(id, { cols: xterm.cols, rows: xterm.rows })
    return () => {
      for (const listener of listeners) listener.dispose()
    }
  }, [xterm, id])

  // `opening`: after a lost connection the server knows nothing of this page any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (!xterm || !lab || lost) return
    return followConsole(lab, id, {
      reset: () => xterm.reset(),
      write: (data, done) => xterm.write(data, done),
    })
  }, [xterm, lab, id, lost, opening])

  useEffect(() => {
    if (!xterm) return
    xterm.options.disableStdin = over
    xterm.options.cursorInactiveStyle = over ? 'none' : 'outline'
    xterm.options.screenReaderMode = screenReader
    xterm.textarea?.setAttribute('aria-label', label)
  }, [xterm, over, screenReader, label])

  useEffect(
    () => xterm?.attachCustomKeyEventHandler((event) => handleKey(xterm, event, (text) => void copy(text))),
    [xterm, copy],
  )

  useTheme(xterm, box)
  return (
    <>
      <div ref={box} className="absolute inset-x-3 inset-y-1.5" />
      {copied === 'failed' && (
        <p className="absolute right-3 bottom-1.5 max-w-100 rounded-md border border-line bg-raised px-2.5 py-1.5 text-bad text-xs shadow-raised">
          {t.copyFailed}
        </p>
      )}
    </>
  )
}

/** What is typed into a terminal is the shell's: Escape closes no drawer, and letters are nobody's shortcuts. */
function keepFromPage(event: KeyboardEvent): void {
  if (!event.metaKey) event.stopPropagation()
}

/** Follows the page between light and dark. */
function useTheme(xterm: Xterm | null, box: React.RefObject<HTMLElement | null>): void {
  const chosen = useViewStore((view) => view.theme)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the page when the theme was chosen.
  useEffect(() => {
    if (!xterm) return
    const paint = () => {
      if (box.current) xterm.options.theme = terminalTheme(box.current)
    }
    // The page takes the choice over in an effect of its own.
    const frame = requestAnimationFrame(paint)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', paint)
    return () => {
      cancelAnimationFrame(frame)
      system.removeEventListener('change', paint)
    }
  }, [xterm, box, chosen])
}
