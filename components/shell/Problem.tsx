'use client'

import { useText } from '../i18n/text'
import { goTo } from '../state/navigation'
import { Button } from '../ui/Button'

/** A page that has nothing to show, and says why. */
export function Problem({ title, text }: { title: string; text: string }) {
  const t = useText().shell
  return (
    <main className="fixed inset-0 flex flex-col items-center justify-center gap-2 p-6 text-center">
      <h1 className="font-semibold text-lg">{title}</h1>
      <p className="max-w-120 text-ink-2">{text}</p>
      <Button className="mt-3" onClick={() => goTo('/')}>
        {t.problem.toGallery}
      </Button>
    </main>
  )
}

/** For an address that is no page. */
export function NotFound() {
  const t = useText().shell
  return <Problem title={t.problem.notFoundTitle} text={t.problem.notFoundText} />
}
