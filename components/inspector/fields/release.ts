/** Whether a pointer is down; the browser moves the focus between that and its release. */
let pressed = false

if (typeof document !== 'undefined') {
  document.addEventListener('pointerdown', () => (pressed = true), true)
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => (pressed = false), true)
}

/**
 * Does what leaving a field does: at once, or, where a press elsewhere is why it is left, when that is released. What it changes may move the page,
 * and a button that is no longer under the pointer by then would never be clicked. It comes before the click.
 */
export function whenReleased(leave: () => void): void {
  if (!pressed) {
    leave()
    return
  }
  const stop = new AbortController()
  const released = () => {
    stop.abort()
    leave()
  }
  for (const end of ['pointerup', 'pointercancel'])
    document.addEventListener(end, released, { capture: true, signal: stop.signal })
}
