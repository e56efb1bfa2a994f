import { Check } from 'lucide-react'
import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes'
import { Keys } from './Kbd'
import { MENU_ITEM, MENU_SURFACE } from './menuStyle'

/** One line of a menu; `choice` makes it one of several that exclude each other. */
export type MenuEntry =
  | {
      id: string
      label: string
      icon?: ReactNode
      /** As in an action. */
      shortcut?: string
      disabled?: boolean
      danger?: boolean
      /** Set for a line that can be ticked. */
      checked?: boolean
      run: () => void
    }
  | { id: string; heading: string }
  | { id: string; separator: true }

// The two Radix menus have the same parts under two names.
type Parts = Pick<typeof RadixDropdown, 'Item' | 'CheckboxItem' | 'ItemIndicator' | 'Label' | 'Separator'>

function Entries({ entries, parts }: { entries: readonly MenuEntry[]; parts: Parts }) {
  return entries.map((entry) => {
    if ('separator' in entry) return <parts.Separator key={entry.id} className="-mx-1 my-1 h-px bg-line" />
    if ('heading' in entry) {
      return (
        <parts.Label key={entry.id} className="px-2 pt-1.5 pb-0.5 text-ink-3 text-xs">
          {entry.heading}
        </parts.Label>
      )
    }
    const { id, label, icon, shortcut, disabled, danger, checked, run } = entry
    const content = (
      <>
        {icon && <span className="flex w-4 justify-center text-ink-2">{icon}</span>}
        <span className="grow truncate">{label}</span>
        {shortcut && <Keys shortcut={shortcut} />}
      </>
    )
    const props = { disabled, 'data-danger': danger ? '' : undefined, onSelect: run }
    return checked === undefined ? (
      <parts.Item key={id} {...props} className={MENU_ITEM}>
        {content}
      </parts.Item>
    ) : (
      <parts.CheckboxItem key={id} {...props} checked={checked} className={classes(MENU_ITEM, 'pr-7')}>
        {content}
        <parts.ItemIndicator className="absolute right-2">
          <Check size={14} />
        </parts.ItemIndicator>
      </parts.CheckboxItem>
    )
  })
}

interface MenuProps {
  entries: readonly MenuEntry[]
  align?: 'start' | 'end'
  /** The button that opens it. */
  children: ReactElement
}

/** A menu under a button. */
export function Menu({ entries, align = 'start', children }: MenuProps) {
  return (
    <RadixDropdown.Root>
      <RadixDropdown.Trigger asChild>{children}</RadixDropdown.Trigger>
      <RadixDropdown.Portal>
        <RadixDropdown.Content align={align} sideOffset={4} collisionPadding={8} className={MENU_SURFACE}>
          <Entries entries={entries} parts={RadixDropdown} />
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  )
}

interface ContextMenuProps {
  entries: readonly MenuEntry[]
  onOpenChange?: (open: boolean) => void
  children: ReactElement
}

/** A menu where the right button was pressed, over its child. */
export function ContextMenu({ entries, onOpenChange, children }: ContextMenuProps) {
  return (
    <RadixContext.Root onOpenChange={onOpenChange}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={MENU_SURFACE}>
          <Entries entries={entries} parts={RadixContext as Parts} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}
