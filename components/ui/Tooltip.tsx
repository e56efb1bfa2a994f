import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import { Keys } from './Kbd'
import { placeBeside, type Side } from './place'

/** The pointer rests so long before the first tip; after one was shown, the next comes at once for a while. Milliseconds. */
const REST = 450
const WARM = 300
let lastShown = 0

interface TriggerProps {
  'aria-describedby'?: string
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void
  onPointerDown?: (event: PointerEvent<HTMLElement>) => void
  onFocus?: (event: FocusEvent<HTMLElement>) => void
  onBlur?: (event: FocusEvent<HTMLElement>) => void
}

interface TooltipProps {
  content: ReactNode
  /** As in an action: `mod+z`. */
  shortcut?: string
  side?: Side
  /** One element, given handlers. */
  children: ReactElement<TriggerProps>
}

/** Words for a thing under the pointer or the keyboard's focus. Never the only place where something is said. */
export function Tooltip({ content, shortcut, side = 'bottom', children }: TooltipProps) {
  const id = useId()
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const show = (element: Element, wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(element), wait)
  }
  const hide = useCallback(() => {
    clearTimeout(timer.current)
    setAnchor((shown) => {
      if (shown) lastShown = performance.now()
      return null
    })
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  const own = children.props
  return (
    <>
      {cloneElement(children, {
        ...(anchor ? { 'aria-describedby': id } : {}),
        onPointerEnter: (event) => {
          own.onPointerEnter?.(event)
          if (event.pointerType === 'mouse') show(event.currentTarget, performance.now() - lastShown < WARM ? 0 : REST)
        },
        onPointerLeave: (event) => {
          own.onPointerLeave?.(event)
          hide()
        },
        onPointerDown: (event) => {
          own.onPointerDown?.(event)
          hide()
        },
        onFocus: (event) => {
          own.onFocus?.(event)
          if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget, 0)
        },
        onBlur: (event) => {
          own.onBlur?.(event)
          hide()
        },
      })}
      {anchor && (
        <Tip id={id} anchor={anchor} side={side} onHide={hide}>
          {content}
          {shortcut && <Keys shortcut={shortcut} />}
        </Tip>
      )}
    </>
  )
}

interface TipProps {
  id: string
  anchor: Element
  side: Side
  onHide: () => void
  children: ReactNode
}

function Tip({ id, anchor, side, onHide, children }: TipProps) {
  const tip = useRef<HTMLDivElement>(null)
  // Measured before it is painted, on each change of its words.
  useLayoutEffect(() => {
    if (!tip.current) return
    const { left, top } = placeBeside(
      anchor.getBoundingClientRect(),
      { width: tip.current.offsetWidth, height: tip.current.offsetHeight },
      { width: window.innerWidth, height: window.innerHeight },
      side,
    )
    tip.current.style.left = `${Math.round(left)}px`
    tip.current.style.top = `${Math.round(top)}px`
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onHide()
    }
    // Whatever scrolls or opens moves the thing away from under its words.
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('scroll', onHide, true)
    window.addEventListener('wheel', onHide, { capture: true, passive: true })
    return () => {
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('scroll', onHide, true)
      window.removeEventListener('wheel', onHide, true)
    }
  }, [onHide])
  return createPortal(
    <div
      ref={tip}
      id={id}
      role="tooltip"
      className="pointer-events-none fixed z-50 flex max-w-72 animate-appear items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-ink text-xs shadow-raised"
    >
      {children}
    </div>,
    document.body,
  )
}
