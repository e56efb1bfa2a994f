/** A card with a row that has a light: what a namespace looks like on the canvas, small. */
export function NamespaceGlyph() {
  return (
    <svg viewBox="0 0 32 32" width={32} height={32} fill="none" stroke="currentColor" strokeWidth={1.5} aria-hidden="true">
      <rect x={4} y={7} width={24} height={18} rx={3} className="fill-surface" />
      <path d="M4 13h24" />
      <circle cx={9} cy={19} r={1.75} fill="currentColor" stroke="none" />
      <path d="M13.5 19H23" strokeLinecap="round" />
    </svg>
  )
}

/** A bar with ports, and its own interface on a tether. */
export function BridgeGlyph() {
  return (
    <svg viewBox="0 0 32 32" width={32} height={32} fill="none" stroke="currentColor" strokeWidth={1.5} aria-hidden="true">
      <rect x={3} y={10} width={26} height={8} rx={2.5} className="fill-surface" />
      <path d="M16 18v5" />
      <circle cx={16} cy={25} r={2} />
      <path d="M8.5 14h.01M13.5 14h.01M18.5 14h.01M23.5 14h.01" strokeWidth={2.75} strokeLinecap="round" />
    </svg>
  )
}
