'use client'

import { useText } from '../i18n/text'
import { type Sample, sparkline } from './sparkline'

const WIDTH = 264
const HEIGHT = 44

/** The round-trip times of a run as a line; a lost ping is a cross on the ground. */
export function RoundTrips({ samples, room }: { samples: readonly Sample[]; room: number }) {
  const t = useText().panels.reach
  const { path, dots, losses, top } = sparkline(samples, Math.min(Math.max(room, 2), 60), WIDTH, HEIGHT)
  const answered = dots.length
  return (
    <svg
      role="img"
      aria-label={t.spark(answered, samples.length)}
      viewBox={`-6 -6 ${WIDTH + 60} ${HEIGHT + 12}`}
      className="block h-14 w-full max-w-90 overflow-visible"
    >
      <path d={`M0 ${HEIGHT}H${WIDTH}`} stroke="var(--line-strong)" />
      {top !== null && <path d={`M0 0H${WIDTH}`} stroke="var(--line)" strokeDasharray="2 3" />}
      <path d={path} fill="none" stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" />
      {dots.map((dot) => (
        <circle key={dot.seq} cx={dot.x} cy={dot.y} r={2} fill="var(--accent)" />
      ))}
      {losses.map((loss) => (
        <path
          key={loss.seq}
          d={`M${loss.x - 3} ${HEIGHT - 3}l6 6m0-6l-6 6`}
          stroke="var(--bad)"
          strokeWidth={1.5}
          strokeLinecap="round"
        />
      ))}
      {top !== null && (
        <>
          <text x={WIDTH + 8} y={4} className="fill-ink-3 text-2xs">
            {t.times(String(top))}
          </text>
          <text x={WIDTH + 8} y={HEIGHT + 4} className="fill-ink-3 text-2xs">
            0
          </text>
        </>
      )}
    </svg>
  )
}
