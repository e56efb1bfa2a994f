import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { later } from './later'
import { Spared } from './Spared'

/** One line of a menu; `checked` makes it one that can be ticked. */
export type MenuEntry =
  | {
      id: string
      label: string
      /** A second, quieter line: what it means, or why it cannot be chosen. */
      hint?: string
      icon?: ReactNode
      /** As in an action. */
      shortcut?: string
      disabled?: boolean
      danger?: boolean
      checked?: boolean
      run: () => void
    }
  | { id: string; heading: string }
  | { id: string; separator: true }

/** Where a menu hangs: a button's box, or the point under the pointer. Pixels of the window. */
export interface MenuAnchor {
  x: number
  y: number
  width: number
  height: number
}

// A menu's workings weigh more than everything else in the top bar, and nobody opens one in the first second.
const MenuList = later(() => import('./MenuList').then((module) => module.MenuList))

interface TriggerProps {
  id?: string
  ref?: React.Ref<HTMLButtonElement>
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  onPointerDown?: (event: PointerEvent<HTMLElement>) => void
  onClick?: (event: MouseEvent<HTMLElement>) => void
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
}

interface MenuProps {
  entries: readonly MenuEntry[]
  align?: 'start' | 'end'
  /** The button that opens it. */
  children: ReactElement<TriggerProps>
}

/** A menu under a button. */
export function Menu({ entries, align = 'start', children }: MenuProps) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const [anchor, setAnchor] = useState<MenuAnchor | null>(null)
  // Pressing the button of an open menu closes it; the click that follows must not open it again.
  const wasOpen = useRef(false)
  const open = () => setAnchor(trigger.current?.getBoundingClientRect() ?? null)
  return (
    <>
      {cloneElement(children, {
        id,
        ref: trigger,
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== null,
        onPointerEnter: MenuList.preload,
        onPointerDown: () => {
          wasOpen.current = anchor !== null
        },
        onClick: () => {
          if (!wasOpen.current) open()
          wasOpen.current = false
        },
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          open()
        },
      })}
      {anchor && (
        <Spared onFail={() => setAnchor(null)}>
          <MenuList
            entries={entries}
            anchor={anchor}
            align={align}
            labelledBy={id}
            onClose={() => setAnchor(null)}
            onFocusBack={() => trigger.current?.focus()}
          />
        </Spared>
      )}
    </>
  )
}

interface ContextMenuProps {
  entries: readonly MenuEntry[]
  onOpenChange?: (open: boolean) => void
  children: ReactElement<{
    onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
    onContextMenu?: (event: MouseEvent<HTMLElement>) => void
  }>
}

/** A menu where the right button (or the menu key) was pressed, over its child. */
export function ContextMenu({ entries, onOpenChange, children }: ContextMenuProps) {
  const [at, setAt] = useState<{ anchor: MenuAnchor; from: Element | null } | null>(null)
  const close = () => {
    setAt(null)
    onOpenChange?.(false)
  }
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: MenuList.preload,
        onContextMenu: (event) => {
          if (event.defaultPrevented) return
          event.preventDefault()
          setAt({ anchor: { x: event.clientX, y: event.clientY, width: 0, height: 0 }, from: document.activeElement })
          onOpenChange?.(true)
        },
      })}
      {at && (
        <Spared key={`${at.anchor.x} ${at.anchor.y}`} onFail={close}>
          <MenuList
            entries={entries}
            anchor={at.anchor}
            align="start"
            onClose={close}
            onFocusBack={() => at.from instanceof HTMLElement && at.from.focus({ preventScroll: true })}
          />
        </Spared>
      )}
    </>
  )
}
