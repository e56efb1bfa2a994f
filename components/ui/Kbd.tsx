import { Fragment, type ReactNode } from 'react'
import { keyNames } from '../actions/shortcut'

/** One key. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-2xs text-ink-2 leading-none">
      {children}
    </kbd>
  )
}

/** A shortcut as it stands on this machine's keyboard. */
export function Keys({ shortcut }: { shortcut: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keyNames(shortcut).map((name) => (
        <Fragment key={name}>
          <Kbd>{name}</Kbd>
        </Fragment>
      ))}
    </span>
  )
}
