/** Two threads over one: a link woven through a bridge. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} fill="none" aria-hidden="true" className="shrink-0 text-ink">
      <path d="M2 13.5h16" stroke="currentColor" strokeWidth={2} strokeLinecap="round" />
      <path
        d="M5 13.5V8.5a3 3 0 0 1 3-3h4a3 3 0 0 1 3 3v5"
        className="text-accent"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
      />
      <rect x={3.25} y={11.75} width={3.5} height={3.5} rx={1} fill="currentColor" />
      <rect x={13.25} y={11.75} width={3.5} height={3.5} rx={1} fill="currentColor" />
    </svg>
  )
}
