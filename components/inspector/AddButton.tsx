import type { ReactNode } from 'react'

/** The small button under a list that adds to it. */
export function AddButton({
  icon,
  label,
  onClick,
  children,
}: {
  icon: ReactNode
  /** Its accessible name, where several of them would read alike. */
  label?: string
  onClick(): void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="-ml-1 flex h-6 items-center gap-1 rounded-sm px-1 text-ink-2 text-xs hover:bg-hovered hover:text-ink"
    >
      <span aria-hidden="true">{icon}</span>
      {children}
    </button>
  )
}
