import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { classes } from './classes'
import { Keys } from './Kbd'
import type { MenuAnchor, MenuEntry } from './Menu'
import { MENU_ITEM, MENU_ITEM_TALL, MENU_SURFACE } from './menuStyle'

interface MenuListProps {
  entries: readonly MenuEntry[]
  anchor: MenuAnchor
  align: 'start' | 'end'
  /** The id of the button that it belongs to. */
  labelledBy?: string
  onClose: () => void
  /** Gives the keyboard back to where it was. */
  onFocusBack: () => void
}

/** An open menu. Arrow keys, typing ahead and Escape are Radix's. */
export function MenuList({ entries, anchor, align, labelledBy, onClose, onFocusBack }: MenuListProps) {
  const { x, y, width, height } = anchor
  return (
    // Not modal: hiding the page from screen readers while its things can still be focused would be a lie.
    <Radix.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed" style={{ left: x, top: y, width, height }} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={height > 0 ? 4 : 0}
          collisionPadding={8}
          aria-labelledby={labelledBy}
          className={MENU_SURFACE}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // What was chosen may have moved the focus to a field already; then it stays there.
            if (document.activeElement === document.body || document.activeElement === null) onFocusBack()
          }}
        >
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Line({ entry }: { entry: MenuEntry }) {
  if ('separator' in entry) return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
  if ('heading' in entry) return <Radix.Label className="px-2 pt-1.5 pb-0.5 text-ink-3 text-xs">{entry.heading}</Radix.Label>
  const { label, hint, icon, shortcut, disabled, danger, checked, run } = entry
  const line = hint ? MENU_ITEM_TALL : MENU_ITEM
  const props = { disabled, 'data-danger': danger ? '' : undefined, onSelect: run }
  const content = (
    <>
      {icon && <span className="flex w-4 justify-center text-ink-2">{icon}</span>}
      {hint ? (
        <span className="grow">
          <span className={classes('block font-medium', disabled && 'text-ink-3')}>{label}</span>
          <span className="block text-ink-2 text-xs">{hint}</span>
        </span>
      ) : (
        <span className="grow truncate">{label}</span>
      )}
      {shortcut && <Keys shortcut={shortcut} />}
    </>
  )
  if (checked === undefined) {
    return (
      <Radix.Item {...props} className={line}>
        {content}
      </Radix.Item>
    )
  }
  return (
    <Radix.CheckboxItem {...props} checked={checked} className={classes(line, 'pr-7')}>
      {content}
      <Radix.ItemIndicator className="absolute right-2">
        <Check size={14} />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  )
}
