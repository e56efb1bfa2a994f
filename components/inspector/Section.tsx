import type { ReactNode } from 'react'

/** A part of the inspector under a heading, with room for one small action beside it. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line px-4 py-3">
      <div className="mb-2 flex h-5 items-center justify-between gap-2">
        <h3 className="text-xs font-semibold text-ink">{title}</h3>
        {action}
      </div>
      <div className="space-y-2">{children}</div>
    </section>
  )
}

/** A sentence where a list has nothing to show. */
export function Quiet({ children }: { children: ReactNode }) {
  return <p className="text-xs leading-4 text-ink-3">{children}</p>
}
