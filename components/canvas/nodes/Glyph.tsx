import type { NodeKind } from '../../../core/lab/schema'

/** The sign of each kind of node: a machine, a box within it, a switch. 16 px, in the colour of the text around it. */
export function Glyph({ kind }: { kind: NodeKind }) {
  return (
    <svg
      className="nl-glyph"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      {kind === 'host' && (
        <>
          <rect x="1.75" y="2.75" width="12.5" height="8.5" rx="1.5" />
          <path d="M5.5 13.75h5M8 11.5v2" strokeLinecap="round" />
        </>
      )}
      {kind === 'namespace' && (
        <>
          <path
            d="M4.25 1.75h-1a1.5 1.5 0 0 0-1.5 1.5v1M11.75 1.75h1a1.5 1.5 0 0 1 1.5 1.5v1M4.25 14.25h-1a1.5 1.5 0 0 1-1.5-1.5v-1M11.75 14.25h1a1.5 1.5 0 0 0 1.5-1.5v-1"
            strokeLinecap="round"
          />
          <rect x="5.25" y="5.25" width="5.5" height="5.5" rx="1" />
        </>
      )}
      {kind === 'container' && (
        <>
          <path d="M8 1.75 13.75 4.75v6.5L8 14.25l-5.75-3v-6.5z" strokeLinejoin="round" />
          <path d="M2.5 5 8 8l5.5-3M8 8v6" strokeLinejoin="round" />
        </>
      )}
      {kind === 'bridge' && (
        <>
          <rect x="1.25" y="5.75" width="13.5" height="4.5" rx="1.25" />
          <path d="M4.5 5.5v-3M8 5.5v-3M11.5 5.5v-3M8 10.5v3" strokeLinecap="round" />
        </>
      )}
    </svg>
  )
}
