'use client'

import { runAction } from '../actions/action'
import { apply } from '../actions/apply'
import { ariaKeys } from '../actions/shortcut'
import { useAction } from '../actions/useAction'
import { useText } from '../i18n/text'
import { usePlan } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { Button } from '../ui/Button'
import { Tooltip } from '../ui/Tooltip'

/** The only filled button of the page; carries the number of steps, and while it runs how far it is. */
export function ApplyButton() {
  const t = useText().shell.bar
  const steps = usePlan()?.steps.length ?? 0
  const applying = useLabStore((store) => store.applying)
  const { enabled, shortcut } = useAction(apply)
  const name = steps > 0 ? t.applySteps(steps) : t.apply
  return (
    <>
      <Tooltip content={name} shortcut={shortcut}>
        <Button
          look="filled"
          onClick={() => void runAction(apply)}
          aria-disabled={!enabled}
          aria-label={applying ? undefined : name}
          aria-keyshortcuts={ariaKeys('mod+enter')}
          className="tnum ml-1 min-w-18"
          data-testid="apply"
        >
          {applying ? (
            phaseText(applying, t)
          ) : (
            <>
              {t.apply}
              {steps > 0 && <span className="rounded-sm bg-accent-hover px-1 text-xs">{steps}</span>}
            </>
          )}
        </Button>
      </Tooltip>
      {applying && (
        <div
          role="progressbar"
          aria-label={t.apply}
          aria-valuemin={0}
          aria-valuemax={applying.total}
          aria-valuenow={applying.done}
          className="absolute inset-x-0 -bottom-px h-0.5"
        >
          <div
            className="h-full origin-left bg-accent transition-transform duration-150"
            style={{ transform: `scaleX(${applying.total > 0 ? applying.done / applying.total : 1})` }}
          />
        </div>
      )}
    </>
  )
}

type Applying = NonNullable<ReturnType<typeof useLabStore.getState>['applying']>
type Words = ReturnType<typeof useText>['shell']['bar']

function phaseText({ phase, done, total }: Applying, t: Words): string {
  if (phase === 'verifying') return t.verifying
  return phase === 'undoing' ? t.undoing : t.applying(done, total)
}
