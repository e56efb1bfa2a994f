'use client'

import { FileInput, Menu as MenuIcon, Plus, ScanSearch } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClientRequest, LabSummary, WireError } from '../../core/protocol/socket'
import { runAction } from '../actions/action'
import { importCommands } from '../actions/importCommands'
import { lookAround } from '../actions/lookAround'
import { useErrorText } from '../i18n/errorText'
import { useText } from '../i18n/text'
import { Logo } from '../shell/Logo'
import { Notices } from '../shell/Notices'
import { pageMenu } from '../shell/pageMenu'
import { whenOpen } from '../state/socket'
import { useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { Menu } from '../ui/Menu'
import { DeleteDialog } from './DeleteDialog'
import { useGalleryStore } from './galleryStore'
import { LabCard } from './LabCard'

type Wanted = ClientRequest<'lab:create'>

/** The start page: the reader's own labs and the examples, each with its picture. */
export function Gallery() {
  const t = useText().shell.gallery
  const said = useErrorText()
  const { labs, examples, error, create } = useGalleryStore()
  const [notMade, setNotMade] = useState<WireError | null>(null)
  const make = async (from: Wanted) => setNotMade(await create(from))
  const [doomed, setDoomed] = useState<LabSummary | null>(null)
  useEffect(() => whenOpen(() => void useGalleryStore.getState().refresh()), [])

  return (
    <div className="flex min-h-full flex-col">
      <Header />
      <Notices />
      <main className="mx-auto flex w-full max-w-290 grow flex-col gap-10 px-6 pt-8 pb-16">
        {error && (
          <p role="alert" className="text-bad">
            {t.failed} <span className="font-mono text-xs">{error.text}</span>
          </p>
        )}
        {notMade && (
          <p role="alert" className="text-bad">
            {t.notMade}: {said(notMade)}
          </p>
        )}
        {labs && labs.length > 0 && (
          <section aria-labelledby="yours">
            <SectionHead id="yours" title={t.yours} />
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(248px,1fr))] gap-5">
              {labs.map((lab) => (
                <LabCard
                  key={lab.name}
                  lab={lab}
                  onDuplicate={() => void make({ from: { source: 'lab', lab: lab.name } })}
                  onDelete={() => setDoomed(lab)}
                />
              ))}
            </ul>
          </section>
        )}
        {labs?.length === 0 && <Welcome />}
        {examples.length > 0 && (
          <section aria-labelledby="examples">
            <SectionHead id="examples" title={t.examples} hint={t.examplesHint} />
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(248px,1fr))] gap-5">
              {examples.map((lab) => (
                <LabCard
                  key={lab.name}
                  lab={lab}
                  onOpen={() => void make({ name: lab.name, from: { source: 'example', example: lab.name } })}
                />
              ))}
            </ul>
          </section>
        )}
      </main>
      {doomed && <DeleteDialog lab={doomed} onClose={() => setDoomed(null)} />}
    </div>
  )
}

function Header() {
  const text = useText()
  const t = text.shell
  const theme = useViewStore((view) => view.theme)
  const locale = useViewStore((view) => view.locale)
  return (
    <header className="mx-auto flex w-full max-w-290 items-center gap-3 px-6 pt-8">
      <Logo size={32} />
      <div className="min-w-0 grow">
        <h1 className="font-semibold text-lg leading-6">{t.appName}</h1>
        <p className="truncate text-ink-2">{t.tagline}</p>
      </div>
      <Button className="h-8 px-3" onClick={() => runAction(lookAround)}>
        <ScanSearch size={16} aria-hidden />
        {t.gallery.lookAround}
      </Button>
      <Button className="h-8 px-3" onClick={() => runAction(importCommands)}>
        <FileInput size={16} aria-hidden />
        {t.gallery.importCommands}
      </Button>
      <Button look="filled" className="h-8 px-3" onClick={() => useViewStore.getState().setOverlay('new-lab')}>
        <Plus size={16} aria-hidden />
        {t.gallery.newLab}
      </Button>
      <Menu align="end" entries={pageMenu(text, { theme, locale, editing: false, running: false })}>
        <button
          type="button"
          aria-label={t.bar.menu}
          className="flex size-8 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hovered hover:text-ink"
        >
          <MenuIcon size={16} aria-hidden />
        </button>
      </Menu>
    </header>
  )
}

function SectionHead({ id, title, hint }: { id: string; title: string; hint?: string }) {
  return (
    <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
      <h2 id={id} className="font-semibold text-base">
        {title}
      </h2>
      {hint && <p className="text-ink-3 text-xs">{hint}</p>}
    </div>
  )
}

/** Before the first lab. */
function Welcome() {
  const t = useText().shell.gallery
  return (
    <section className="flex flex-col items-start gap-1 rounded-lg border border-line-strong border-dashed px-6 py-7">
      <h2 className="font-semibold text-base">{t.noneYet}</h2>
      <p className="max-w-140 text-ink-2">{t.noneYetHint}</p>
    </section>
  )
}
