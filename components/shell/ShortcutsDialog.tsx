'use client'

import type { ActionGroup } from '../actions/action'
import { actions } from '../actions/registry'
import { useText } from '../i18n/text'
import { useViewStore } from '../state/viewStore'
import { Dialog } from '../ui/Dialog'
import { Keys } from '../ui/Kbd'

const GROUPS: readonly ActionGroup[] = ['draw', 'edit', 'view', 'machine', 'panels', 'labs', 'help']

/** Every action that has keys, by group. */
export function ShortcutsDialog() {
  const t = useText()
  const setOverlay = useViewStore((view) => view.setOverlay)
  return (
    <Dialog open wide onClose={() => setOverlay(null)} title={t.shell.shortcuts.title} description={t.shell.shortcuts.hint}>
      <div className="columns-2 gap-8 max-[560px]:columns-1">
        {GROUPS.map((group) => {
          const members = actions.filter((action) => action.group === group && action.shortcuts?.length)
          if (members.length === 0) return null
          return (
            <section key={group} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-ink-3 text-xs">{t.shell.commands.groups[group]}</h3>
              <dl>
                {members.map((action) => (
                  <div
                    key={action.id}
                    className="flex min-h-7 items-center justify-between gap-3 border-line border-b py-0.5 last:border-0"
                  >
                    <dt className="min-w-0 truncate">{action.label(t)}</dt>
                    <dd className="flex shrink-0 gap-2">
                      {action.shortcuts?.map((shortcut) => (
                        <Keys key={shortcut} shortcut={shortcut} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
