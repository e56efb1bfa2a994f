'use client'

import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, use, useEffect } from 'react'
import { useShortcuts } from '../actions/useShortcuts'
import { hasText, textSettled } from '../i18n/text'
import { setNavigate } from '../state/navigation'
import { type Overlay, useViewStore } from '../state/viewStore'
import { type Later, later } from '../ui/later'
import { Spared } from '../ui/Spared'
import { useLeaveWarning } from './useLeaveWarning'

// Loaded when first opened: none of them is part of the first picture.
const CommandPalette = later(() => import('./CommandPalette').then((module) => module.CommandPalette))
const ShortcutsDialog = later(() => import('./ShortcutsDialog').then((module) => module.ShortcutsDialog))
const DestroyDialog = later(() => import('./DestroyDialog').then((module) => module.DestroyDialog))
const AskApply = later(() => import('../host/AskApply').then((module) => module.AskApply))
const NewLabDialog = later(() => import('../gallery/NewLabDialog').then((module) => module.NewLabDialog))

const OVERLAYS: Record<Overlay, Later<object>> = {
  commands: CommandPalette,
  shortcuts: ShortcutsDialog,
  destroy: DestroyDialog,
  'apply-here': AskApply,
  'new-lab': NewLabDialog,
}

/** What every page has around it: theme and language, shortcuts, what lies over the page, and the voice for screen readers. */
export function Frame({ children }: { children: ReactNode }) {
  const router = useRouter()
  const theme = useViewStore((view) => view.theme)
  const locale = useViewStore((view) => view.locale)
  if (!hasText(locale)) use(textSettled(locale))
  useShortcuts()
  useLeaveWarning()
  useEffect(() => setNavigate((path) => router.push(path)), [router])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  }, [theme, locale])
  return (
    <>
      {children}
      <Over />
      <Announcer />
    </>
  )
}

/** What lies over the page. It belongs to the page that it was opened on: what it asks would otherwise be answered about another lab. */
function Over() {
  const page = usePathname()
  const overlay = useViewStore((view) => view.overlay)
  const setOverlay = useViewStore((view) => view.setOverlay)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every page anew, also by the browser's own Back.
  useEffect(() => () => setOverlay(null), [page, setOverlay])
  if (!overlay) return null
  const Overlaid = OVERLAYS[overlay]
  return (
    <Spared key={overlay} onFail={() => setOverlay(null)}>
      <Overlaid />
    </Spared>
  )
}

/** Reads changes out. A new element each time, so that the same sentence twice is said twice. */
function Announcer() {
  const { id, text } = useViewStore((view) => view.announcement)
  return (
    <div aria-live="polite" role="status" className="sr-only">
      <span key={id}>{text}</span>
    </div>
  )
}
