import type { Action } from './action'
import { apply } from './apply'
import { canvasActions } from './canvasActions'
import { machineChoices } from './chooseMachine'
import { destroy } from './destroy'
import { endSession } from './endSession'
import { importCommands } from './importCommands'
import { inspectLab } from './inspectLab'
import { keepChoices } from './keepChange'
import { languages } from './language'
import { lookAround } from './lookAround'
import { newLab } from './newLab'
import { openCommands } from './openCommands'
import { openConsole } from './openConsole'
import { openShortcuts } from './openShortcuts'
import { panelActions } from './panelActions'
import { redo } from './redo'
import { showConsole } from './showConsole'
import { showEvents } from './showEvents'
import { showGuide } from './showGuide'
import { showHistory } from './showHistory'
import { showLabs } from './showLabs'
import { showLog } from './showLog'
import { showPing } from './showPing'
import { showPlan } from './showPlan'
import { showScript } from './showScript'
import { themes } from './theme'
import { undo } from './undo'

/** Every action of the page, in the order in which the palette and the list of shortcuts show them. */
export const actions: readonly Action[] = [
  ...canvasActions,
  undo,
  redo,
  apply,
  destroy,
  machineChoices.sandbox,
  machineChoices.host,
  ...keepChoices,
  openConsole,
  showPlan,
  showPing,
  showScript,
  showEvents,
  showHistory,
  showLog,
  showGuide,
  showConsole,
  ...panelActions,
  inspectLab,
  showLabs,
  newLab,
  importCommands,
  lookAround,
  ...themes,
  ...languages,
  openCommands,
  openShortcuts,
  endSession,
]

/** The action of this id, if there is one. */
export function actionById(id: string): Action | undefined {
  return actions.find((action) => action.id === id)
}
