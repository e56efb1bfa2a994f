'use client'

import { useMemo } from 'react'
import { highlight, type Token, type TokenKind } from './highlight'

const TONES: Record<TokenKind, string> = {
  plain: '',
  comment: 'text-ink-3',
  string: 'text-ok',
  keyword: 'text-accent',
  variable: 'text-warn',
  command: 'font-semibold text-ink',
  option: 'text-ink-2',
  number: 'text-sandbox',
  key: 'text-accent',
}

/** Code to read and to select: numbered, coloured, as long as it is. */
export function CodeView({ text, language, label }: { text: string; language: 'bash' | 'yaml'; label: string }) {
  const lines = useMemo(() => highlight(text, language), [text, language])
  return (
    // The keyboard must be able to scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section aria-label={label} tabIndex={0} className="min-h-0 grow overflow-auto py-2 focus-visible:-outline-offset-2">
      <pre className="w-max min-w-full font-mono text-xs leading-5">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
          <Line key={index} number={index + 1} tokens={line} />
        ))}
      </pre>
    </section>
  )
}

function Line({ number, tokens }: { number: number; tokens: readonly Token[] }) {
  return (
    <div className="grid grid-cols-[3rem_auto] [contain-intrinsic-size:auto_20px] [content-visibility:auto]">
      {/* Drawn by the style sheet, so that it is not copied along. */}
      <span
        aria-hidden="true"
        data-number={number}
        className="tnum select-none pr-4 text-right text-ink-3 before:content-[attr(data-number)]"
      />
      <code className="pr-4">
        {tokens.map((token, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
          <span key={index} className={TONES[token.kind]}>
            {token.text}
          </span>
        ))}
        {'\n'}
      </code>
    </div>
  )
}
