'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, use, useEffect } from 'react'
import { useShortcuts } from '../actions/useShortcuts'
import { hasText, loadText } from '../i18n/text'
import { setNavigate } from '../state/navigation'
import { useViewStore } from '../state/viewStore'
import { later } from '../ui/later'

// Loaded when first opened: none of them is part of the first picture.
const CommandPalette = later(() => import('./CommandPalette').then((module) => module.CommandPalette))
const ShortcutsDialog = later(() => import('./ShortcutsDialog').then((module) => module.ShortcutsDialog))
const DestroyDialog = later(() => import('./DestroyDialog').then((module) => module.DestroyDialog))
const AskApply = later(() => import('../host/AskApply').then((module) => module.AskApply))
const NewLabDialog = later(() => import('../gallery/NewLabDialog').then((module) => module.NewLabDialog))

/** What every page has around it: theme and language, shortcuts, what lies over the page, and the voice for screen readers. */
export function Frame({ children }: { children: ReactNode }) {
  const router = useRouter()
  const theme = useViewStore((view) => view.theme)
  const locale = useViewStore((view) => view.locale)
  const overlay = useViewStore((view) => view.overlay)
  if (!hasText(locale)) use(loadText(locale))
  useShortcuts()
  useEffect(() => setNavigate((path) => router.push(path)), [router])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  }, [theme, locale])
  return (
    <>
      {children}
      {overlay === 'commands' && <CommandPalette />}
      {overlay === 'shortcuts' && <ShortcutsDialog />}
      {overlay === 'destroy' && <DestroyDialog />}
      {overlay === 'apply-here' && <AskApply />}
      {overlay === 'new-lab' && <NewLabDialog />}
      <Announcer />
    </>
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
