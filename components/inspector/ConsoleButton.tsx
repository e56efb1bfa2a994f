import { SquareTerminal } from 'lucide-react'
import { openConsole } from '../actions/openConsole'
import { useAction } from '../actions/useAction'
import { IconButton } from '../ui/Button'

/** Opens a console in the selected node; nothing where none can run. */
export function ConsoleButton() {
  const { run, enabled, label, shortcut } = useAction(openConsole)
  return (
    <IconButton label={label} shortcut={shortcut} disabled={!enabled} onClick={run}>
      <SquareTerminal size={15} />
    </IconButton>
  )
}
