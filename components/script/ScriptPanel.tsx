'use client'

import { useMemo, useState } from 'react'
import { useText } from '../i18n/text'
import { Choice } from '../plan/Choice'
import { DialectSwitch } from '../plan/DialectSwitch'
import { useDiagnostics } from '../state/derived'
import { useLab } from '../state/labStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button } from '../ui/Button'
import { CodeView } from './CodeView'
import { downloadText } from './download'
import { fileName, scriptText } from './scriptText'
import { useCopy } from './useCopy'

type Format = 'bash' | 'yaml' | 'picture'

/** The lab to take away: as a script, as its file, as a picture. */
export function ScriptPanel() {
  const t = useText().panels.script
  const [format, setFormat] = useState<Format>('bash')
  const options: { value: Format; label: string }[] = [
    { value: 'bash', label: t.bash },
    { value: 'yaml', label: t.yaml },
    { value: 'picture', label: t.picture },
  ]
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-10 shrink-0 items-center gap-2 border-line border-b px-3 py-1.5">
        <Choice<Format> label={t.label} value={format} options={options} onChange={setFormat} />
        {format !== 'picture' && <CodeTools format={format} />}
      </div>
      {format === 'picture' ? <Picture /> : <Code format={format} />}
    </div>
  )
}

function useScript(format: 'bash' | 'yaml'): string | null {
  const lab = useLab()
  const locale = useLocale()
  const dialect = useViewStore((view) => view.dialect)
  const wrong = useDiagnostics().some((problem) => problem.severity === 'error')
  return useMemo(
    () => (format === 'bash' && wrong ? null : scriptText(lab, format, dialect, locale)),
    [lab, format, dialect, locale, wrong],
  )
}

function CodeTools({ format }: { format: 'bash' | 'yaml' }) {
  const t = useText().panels.script
  const lab = useLab()
  const text = useScript(format)
  const [copied, copy] = useCopy(t)
  return (
    <>
      {format === 'bash' && <DialectSwitch />}
      <span className="min-w-0 grow truncate text-ink-2 text-xs">
        {copied === 'failed' ? t.copyFailed : format === 'bash' ? t.usage(fileName(lab, 'bash')) : t.yamlHint}
      </span>
      <Button disabled={text === null} onClick={() => text !== null && void copy(text)}>
        {copied === 'yes' ? t.copied : t.copy}
      </Button>
      <Button disabled={text === null} onClick={() => text !== null && downloadText(fileName(lab, format), text)}>
        {t.download}
      </Button>
    </>
  )
}

function Code({ format }: { format: 'bash' | 'yaml' }) {
  const t = useText().panels.script
  const text = useScript(format)
  if (text === null) return <p className="px-3 py-4 text-ink-2">{t.notYet}</p>
  return <CodeView text={text} language={format} label={t.code(format === 'bash' ? t.bash : t.yaml)} />
}

function Picture() {
  const t = useText().panels.script
  const name = useLab().name
  const [failed, setFailed] = useState(false)
  const save = (format: 'svg' | 'png') => {
    setFailed(false)
    import('../canvas/picture/picture').then(({ savePicture }) => savePicture(format, name)).catch(() => setFailed(true))
  }
  return (
    <div className="space-y-3 px-3 py-4">
      <p className="text-ink-2">{t.pictureHint}</p>
      <div className="flex gap-2">
        <Button onClick={() => save('svg')}>{t.svg}</Button>
        <Button onClick={() => save('png')}>{t.png}</Button>
      </div>
      {failed && <p className="text-bad">{t.pictureFailed}</p>}
    </div>
  )
}
