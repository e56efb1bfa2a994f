'use client'

import { FolderOpen, Sparkles, X } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { LIMITS } from '../../core/lab/schema'
import { Contained } from '../shell/Contained'
import { Notices } from '../shell/Notices'
import { PageHead } from '../shell/PageHead'
import { Button } from '../ui/Button'
import { CreateLab } from './CreateLab'
import { Findings } from './Findings'
import { useImporterText } from './importerText'
import { useImportStore } from './importStore'
import { Preview } from './Preview'
import { ScriptEditor } from './ScriptEditor'
import { SAMPLE } from './sample'

/** Commands on the left, the network that they make and what there is to say about them on the right, while one types. */
export function Importer() {
  const t = useImporterText()
  const failed = useImportStore((store) => store.failed)
  const empty = useImportStore((store) => store.text === '')
  const { setText, reset } = useImportStore.getState()
  const [problem, setProblem] = useState<'unreadable' | 'tooLarge' | null>(null)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => reset, [reset])

  const read = async (file: File | undefined) => {
    if (!file) return
    setProblem(null)
    if (file.size > LIMITS.bytes) return setProblem('tooLarge')
    try {
      setText(await file.text())
    } catch {
      setProblem('unreadable')
    }
  }
  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0]
    setOver(false)
    if (!file) return
    event.preventDefault()
    void read(file)
  }
  return (
    <div className="fixed inset-0 flex flex-col overflow-hidden">
      <PageHead back={t.back} title={t.title}>
        <p className="min-w-0 grow basis-80 text-ink-2 max-[1199px]:hidden">{t.lead}</p>
        <CreateLab />
      </PageHead>
      <Notices />
      <main className="grid min-h-0 grow grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <section
          aria-label={t.editor}
          className="relative flex min-h-0 flex-col border-line border-r bg-surface"
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes('Files')) return
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDropCapture={onDrop}
        >
          <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-3 py-1.5">
            <Button onClick={() => input.current?.click()}>
              <FolderOpen size={14} aria-hidden />
              {t.open}
            </Button>
            <Button look="quiet" onClick={() => setText(SAMPLE)}>
              <Sparkles size={14} aria-hidden />
              {t.sample}
            </Button>
            {!empty && (
              <Button look="quiet" onClick={() => setText('')}>
                <X size={14} aria-hidden />
                {t.clear}
              </Button>
            )}
            <input
              ref={input}
              type="file"
              hidden
              onChange={(event) => {
                void read(event.target.files?.[0])
                event.target.value = ''
              }}
            />
          </div>
          {(problem || failed) && (
            <p role="alert" className="shrink-0 bg-bad-wash px-4 py-1.5 text-bad">
              {problem ? t[problem] : t.failed}
            </p>
          )}
          <ScriptEditor />
          {over && (
            <div className="pointer-events-none absolute inset-2 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-accent-wash/80 font-medium text-accent">
              {t.dropHere}
            </div>
          )}
        </section>
        <div className="flex min-h-0 flex-col">
          <Contained>
            <Preview />
          </Contained>
          <Findings />
        </div>
      </main>
    </div>
  )
}
