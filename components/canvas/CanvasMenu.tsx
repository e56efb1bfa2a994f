import { type ReactElement, useState } from 'react'
import { type Action, actionContext, isEnabled, runAction } from '../actions/action'
import { addBridge } from '../actions/addBridge'
import { addNamespace } from '../actions/addNamespace'
import { addNat } from '../actions/addNat'
import { arrange } from '../actions/arrange'
import { copy } from '../actions/copy'
import { cut } from '../actions/cut'
import { deleteSelected } from '../actions/deleteSelected'
import { duplicate } from '../actions/duplicate'
import { join } from '../actions/join'
import { openConsole } from '../actions/openConsole'
import { paste } from '../actions/paste'
import { pingFrom } from '../actions/pingFrom'
import { pingTo } from '../actions/pingTo'
import { rename } from '../actions/rename'
import { savePng, saveSvg } from '../actions/savePicture'
import { fitView } from '../actions/zoom'
import { useViewStore } from '../state/viewStore'
import { ContextMenu, type MenuEntry } from '../ui/Menu'
import { useCanvasStore } from './canvasStore'
import { addAt } from './commit'
import { elementUnder } from './elementUnder'

const ON_ELEMENT = [[pingFrom, pingTo, openConsole], [join, addNat, rename], [copy, cut, duplicate], [deleteSelected]]
const ON_PAPER = [[paste], [fitView, arrange], [saveSvg, savePng]]

/** The right button's menu: what can be done with what lies under the pointer, or with the paper. */
export function CanvasMenu({ disabled, children }: { disabled: boolean; children: ReactElement }) {
  const [entries, setEntries] = useState<readonly MenuEntry[]>([])
  if (disabled) return children
  return (
    <ContextMenu
      entries={entries}
      onOpenChange={(open) => open || setTimeout(() => useCanvasStore.getState().set({ menuAt: null }))}
    >
      <div
        className="absolute inset-0"
        onContextMenuCapture={(event) => {
          const ref = event.target instanceof Element ? elementUnder(event.target) : undefined
          const view = useViewStore.getState()
          const key = ref && JSON.stringify(ref)
          if (ref && !view.selection.some((one) => JSON.stringify(one) === key)) view.select([ref])
          const at = useCanvasStore.getState().flow?.screenToFlowPosition({ x: event.clientX, y: event.clientY }) ?? null
          useCanvasStore.getState().set({ menuAt: at })
          setEntries(ref ? entriesOf(ON_ELEMENT) : [...addEntries(at), ...entriesOf(ON_PAPER)])
        }}
      >
        {children}
      </div>
    </ContextMenu>
  )
}

/** Adding from the menu puts the new node where the menu was opened; the actions themselves look for a free place. */
function addEntries(at: { x: number; y: number } | null): MenuEntry[] {
  const { t } = actionContext()
  const entry = (action: Action, kind: 'namespace' | 'bridge'): MenuEntry => ({
    id: action.id,
    label: action.label(t),
    shortcut: action.shortcuts?.[0],
    run: () => addAt(kind, at ?? undefined),
  })
  return [entry(addNamespace, 'namespace'), entry(addBridge, 'bridge'), { id: 'after-add', separator: true }]
}

/** The actions that can be done now, group by group. */
function entriesOf(groups: readonly (readonly Action[])[]): MenuEntry[] {
  const context = actionContext()
  const shown = groups.map((group) => group.filter((action) => isEnabled(action, context))).filter((group) => group.length > 0)
  return shown.flatMap((group, at): MenuEntry[] => [
    ...(at > 0 ? [{ id: `separator ${at}`, separator: true } as const] : []),
    ...group.map((action) => ({
      id: action.id,
      label: action.label(context.t),
      shortcut: action.shortcuts?.[0],
      danger: action.id === deleteSelected.id,
      run: () => void runAction(action),
    })),
  ])
}
