import { CONSOLE_ACK } from '../../core/protocol/console'
import { onServer, request } from '../state/socket'

/** Milliseconds after which what was shown is acknowledged even if it is little. */
const ACK_AFTER = 150
let attachments = 0
const session = Math.random().toString(36).slice(2, 10)

/** What shows a console: `write` calls back once the bytes are dealt with. */
interface Screen {
  reset: () => void
  write: (data: Uint8Array, done: () => void) => void
}

/** Shows a console's output, its scrollback first. Acknowledges what was dealt with, so that the server sends no more than that. Returns how to stop. */
export function followConsole(lab: string, console: string, screen: Screen): () => void {
  const attachment = `${session}-${++attachments}`
  let stopped = false
  let shown = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const acknowledge = () => {
    clearTimeout(timer)
    timer = undefined
    const bytes = shown
    shown = 0
    // Nobody who answers "too fast" or nothing at all has lost anything but this: the page follows anew when the lab is opened again.
    if (bytes > 0 && !stopped) void request('console:ack', { lab, attachment, bytes })
  }
  const stopListening = onServer('console:output', (event) => {
    if (event.attachment !== attachment || stopped) return
    if (event.reset) screen.reset()
    const data = new Uint8Array(event.data)
    screen.write(data, () => {
      shown += data.length
      if (shown >= CONSOLE_ACK) acknowledge()
      else timer ??= setTimeout(acknowledge, ACK_AFTER)
    })
  })
  void request('console:attach', { lab, console, attachment })
  return () => {
    stopped = true
    clearTimeout(timer)
    stopListening()
    void request('console:detach', { lab, attachment })
  }
}
