/** `up`: running. `down`: down as wished. `wrong`: down against the drawing. `drawn`: not applied yet. `drifted`: not as applied. */
export type LightState = 'up' | 'down' | 'wrong' | 'drawn' | 'drifted'

const SHAPES: Record<LightState, { className: string; shape: 'disc' | 'ring' | 'bar' | 'cross' | 'diamond' }> = {
  up: { className: 'text-ok', shape: 'disc' },
  down: { className: 'text-off', shape: 'bar' },
  wrong: { className: 'text-bad', shape: 'cross' },
  drawn: { className: 'text-ink-3', shape: 'ring' },
  drifted: { className: 'text-warn', shape: 'diamond' },
}

/** An interface's light, 8 px. Told apart by its shape as well as by its colour; `label` says it in words. */
export function Light({ state, label }: { state: LightState; label: string }) {
  const { className, shape } = SHAPES[state]
  return (
    <svg role="img" aria-label={label} viewBox="0 0 8 8" width={8} height={8} className={`shrink-0 ${className}`}>
      <title>{label}</title>
      {shape === 'disc' && <circle cx={4} cy={4} r={3.5} fill="currentColor" />}
      {shape === 'ring' && (
        <circle cx={4} cy={4} r={3} fill="none" stroke="currentColor" strokeWidth={1.2} strokeDasharray="1.6 1.1" />
      )}
      {shape === 'bar' && <rect x={0.5} y={2.75} width={7} height={2.5} rx={1.25} fill="currentColor" />}
      {shape === 'cross' && <path d="M1 1l6 6M7 1l-6 6" stroke="currentColor" strokeWidth={1.8} strokeLinecap="round" />}
      {shape === 'diamond' && <path d="M4 .3 7.7 4 4 7.7.3 4z" fill="currentColor" />}
    </svg>
  )
}
