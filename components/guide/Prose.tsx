import { Fragment } from 'react'
import { classes } from '../ui/classes'

/** A guide's words: an empty line parts paragraphs, what stands between backquotes is code. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <>
      {text.split('\n\n').map((paragraph) => (
        <p key={paragraph} className={classes('text-pretty', className)}>
          <Inline text={paragraph} />
        </p>
      ))}
    </>
  )
}

/** One line of a guide's words. */
export function Inline({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that never changes.
      <code key={index} className="break-words rounded-sm bg-sunken px-1 font-mono text-[0.92em]">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that never changes.
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}
