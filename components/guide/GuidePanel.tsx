'use client'

import { PanelLeftClose } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { becomeForm, startForm } from '../../core/guide/form'
import { describeMachineProblem } from '../../core/text/machines'
import { runAction } from '../actions/action'
import { machineChoices } from '../actions/chooseMachine'
import { showGuide } from '../actions/showGuide'
import { useAction } from '../actions/useAction'
import { useErrorText } from '../i18n/errorText'
import { useText } from '../i18n/text'
import { useLab, useLabStore } from '../state/labStore'
import { useLocale, useViewStore } from '../state/viewStore'
import { Button, IconButton } from '../ui/Button'
import { Tooltip } from '../ui/Tooltip'
import { showEnd, startOver } from './act'
import { BreakIt } from './BreakIt'
import { openGuide, useGuideStore } from './guideStore'
import { Prose } from './Prose'
import { Steps } from './Steps'
import { useGuideWords } from './words'

/** The guide beside the canvas: what the lab shows, step by step, and what to break in it. */
export function GuidePanel() {
  const t = useGuideWords()
  const locale = useLocale()
  const origin = useLabStore((store) => store.origin)
  const guide = useGuideStore((store) => store.guide)
  const problem = useGuideStore((store) => store.problem)
  const said = useErrorText()
  const { notFetched } = useText().shell.problem
  const why = problem === 'not-fetched' ? notFetched : problem && said(problem)
  const done = useGuideStore((store) => store.progress.done.length)
  const [example, copy] = [origin?.example, origin?.copy]
  // Not by the object: it is another one after every reconnect, and the learner goes on where he was.
  useEffect(() => (example === undefined || copy === undefined ? undefined : openGuide({ example, copy })), [example, copy])
  useAnnounced()
  const waiting = useWaiting()
  // A lab that was applied before its guide was begun has done some of it, or is past some of it.
  const underWay = useGuideStore(({ progress, standing }) => progress.done.length > 0 || Object.keys(standing.passed).length > 0)
  return (
    <aside aria-label={t.title} className="flex h-full flex-col">
      <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b pr-1.5 pl-4">
        <h2 className="font-semibold text-sm">{t.title}</h2>
        {guide && <span className="tnum ml-auto text-ink-3 text-xs">{t.progress(done, guide.steps.length)}</span>}
        <span className={guide ? undefined : 'ml-auto'}>
          <IconButton label={t.fold} shortcut="g" side="right" onClick={() => runAction(showGuide)}>
            <PanelLeftClose size={16} />
          </IconButton>
        </span>
      </header>
      {guide ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
        <div className="min-h-0 grow overflow-y-auto focus-visible:-outline-offset-2" tabIndex={0}>
          <div className="space-y-2 px-4 pt-3 pb-2 text-ink-2">
            <Prose text={guide.text[locale].intro} />
          </div>
          {guide.machine === 'host' && <NeedsHost />}
          {waiting && <Begin />}
          <Steps guide={guide} waiting={waiting && !underWay} />
          <Forms />
          {guide.faults.length > 0 && <BreakIt guide={guide} />}
          {problem !== null && (
            <p role="alert" className="border-line border-t px-4 py-2 text-bad text-xs">
              {t.failed}: {why}
            </p>
          )}
        </div>
      ) : (
        <p className="px-4 py-3 text-ink-3 text-xs">{why ?? t.loading}</p>
      )}
    </aside>
  )
}

/** Where the lab runs in a sandbox, which has nothing of what the guide is about: the way to this computer, if there is one. */
function NeedsHost() {
  const t = useGuideWords()
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  const problem = useLabStore((store) => store.hostProblem)
  const locale = useLocale()
  const { run, enabled, label } = useAction(machineChoices.host)
  const why = problem && describeMachineProblem(problem, locale)
  if (onHost) return null
  return (
    <div className="mx-4 mb-3 rounded-md bg-host-wash px-3 py-2.5 text-ink">
      <p>{t.needsHost}</p>
      {why ? (
        <p className="mt-1.5 text-ink-2 text-xs">
          {why.message} {why.suggestion}
        </p>
      ) : (
        <Button className="mt-2" disabled={!enabled} onClick={run}>
          {label}
        </Button>
      )}
    </div>
  )
}

/** Says what was done, to those who do not see it. */
function useAnnounced(): void {
  const t = useGuideWords()
  const locale = useLocale()
  useEffect(
    () =>
      useGuideStore.subscribe((now, then) => {
        if (!now.guide || now.progress === then.progress || then.guide !== now.guide) return
        const fresh = now.progress.done.filter((id) => !then.progress.done.includes(id))
        const words = fresh.map((id) => t.stepDone(now.guide?.text[locale].steps[id]?.title ?? id))
        if (words.length > 0) useViewStore.getState().announce(words.join(' '))
      }),
    [t, locale],
  )
}

/**
 * Whether the lab is not what the guide starts from: one that was just opened is complete, and the guide builds it up. Offered until
 * the learner has done a step; what the kernel had already is none.
 */
function useWaiting(): boolean {
  const lab = useLab()
  const guide = useGuideStore((store) => store.guide)
  const example = useGuideStore((store) => store.example)
  const untouched = useGuideStore((store) => store.progress.done.length === store.progress.held.length && store.exercise === null)
  return useMemo(() => {
    if (!untouched || !guide || !example) return false
    return becomeForm(lab, startForm(guide, example)) !== null
  }, [untouched, lab, guide, example])
}

function Begin() {
  const t = useGuideWords()
  const busy = useGuideStore((store) => store.busy !== null)
  return (
    <div className="mx-4 mb-2 rounded-md bg-accent-wash px-3 py-2.5">
      <p className="text-sm">{t.beginning}</p>
      <Button className="mt-2" onClick={startOver} disabled={busy}>
        {t.begin}
      </Button>
    </div>
  )
}

function Forms() {
  const t = useGuideWords()
  const guide = useGuideStore((store) => store.guide)
  const busy = useGuideStore((store) => store.busy)
  const finished = useGuideStore(({ standing }) => guide !== null && standing.current === undefined)
  const all = useGuideStore(({ progress }) => progress.done.length === guide?.steps.length)
  return (
    <div className="px-4 pt-1 pb-4">
      {finished && <p className="mb-2 font-medium text-ok text-sm">{all ? t.allDone : t.restPassed}</p>}
      <div className="flex flex-wrap gap-2">
        <Tooltip content={t.restartHint}>
          <Button onClick={startOver} disabled={busy !== null}>
            {t.restart}
          </Button>
        </Tooltip>
        <Tooltip content={t.endHint}>
          <Button onClick={() => void showEnd()} disabled={busy !== null}>
            {busy === 'form' ? t.working : t.end}
          </Button>
        </Tooltip>
      </div>
    </div>
  )
}
