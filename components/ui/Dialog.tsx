import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** A sentence under the title, read out with it. */
  description?: string
  children?: ReactNode
  /** The buttons, right-aligned; the safe one first. */
  footer?: ReactNode
  wide?: boolean
}

/** A question or a list that is dealt with before anything else. */
export function Dialog({ open, onClose, title, description, children, footer, wide = false }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classes(
            'fixed top-[18vh] left-1/2 z-50 flex max-h-[70vh] w-[calc(100vw-32px)] -translate-x-1/2 animate-appear flex-col rounded-lg outline-none border border-line bg-raised shadow-raised',
            wide ? 'max-w-160' : 'max-w-105',
          )}
        >
          {/* A list without buttons is scrolled by the keyboard, too. */}
          <div
            className="flex flex-col gap-3 overflow-y-auto p-5 focus-visible:-outline-offset-2"
            tabIndex={footer ? undefined : 0}
          >
            <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
            {description && <Radix.Description className="text-ink-2">{description}</Radix.Description>}
            {children}
          </div>
          {footer && <div className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
