/** Two threads woven through two: each passes over one and under the other. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} fill="none" aria-hidden="true" strokeWidth={2.25} className="shrink-0">
      <g strokeLinecap="round" className="stroke-ink">
        <path d="M6.5 2v2.25M6.5 8.75V18" />
        <path d="M13.5 2v9.25M13.5 15.75V18" />
      </g>
      <g strokeLinecap="round" className="stroke-accent">
        <path d="M2 6.5h9.25M15.75 6.5H18" />
        <path d="M2 13.5h2.25M8.75 13.5H18" />
      </g>
    </svg>
  )
}
