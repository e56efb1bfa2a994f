'use client'

import { Command } from 'cmdk'
import { Dialog as Radix } from 'radix-ui'
import { useMemo, useState } from 'react'
import { elementKey } from '../../core/lab/element'
import { type Action, type ActionGroup, actionContext, isEnabled, runAction } from '../actions/action'
import { actions } from '../actions/registry'
import { type Text, useText } from '../i18n/text'
import { useLab, useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { Keys } from '../ui/Kbd'
import { listElements, matchScore } from './elements'

/** More elements than this are not listed at once: the reader types on. */
const MOST_ELEMENTS = 40

const GROUPS: readonly ActionGroup[] = ['draw', 'edit', 'machine', 'panels', 'view', 'labs', 'help']

/** Finds every action and every element. */
export function CommandPalette() {
  const t = useText()
  const [query, setQuery] = useState('')
  const setOverlay = useViewStore((view) => view.setOverlay)
  // After it closed, so that whatever the action focuses keeps the focus.
  const choose = (then: () => void) => {
    setOverlay(null)
    requestAnimationFrame(then)
  }
  return (
    <Radix.Root open onOpenChange={(open) => !open && setOverlay(null)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-140 -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
        >
          <Radix.Title className="sr-only">{t.shell.commands.title}</Radix.Title>
          <Command shouldFilter={false} label={t.shell.commands.title} loop>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder={t.shell.commands.placeholder}
              className="h-11 w-full border-line border-b bg-transparent px-4 text-base placeholder:text-ink-3 focus-visible:outline-none"
            />
            <Command.List className="max-h-[52vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-ink-2">{t.shell.commands.empty}</Command.Empty>
              <Actions query={query} t={t} choose={choose} />
              <Elements query={query} t={t} choose={choose} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface PartProps {
  query: string
  t: Text
  choose: (then: () => void) => void
}

const HEADING =
  '**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-ink-3 **:[[cmdk-group-heading]]:text-xs'
const ITEM = 'flex h-8 cursor-default items-center gap-3 rounded-md px-2.5 data-[selected=true]:bg-accent-wash'

function Actions({ query, t, choose }: PartProps) {
  // Drawn again with the lab: what can be done changes with it.
  useLabStore((store) => store.lab)
  const context = actionContext()
  const found = actions
    .filter((action) => !action.hidden && isEnabled(action, context))
    .map((action) => ({ action, label: action.label(t), score: matchScore(query, action.label(t)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const item = ({ action, label }: { action: Action; label: string }) => (
    <Command.Item key={action.id} value={`action/${action.id}`} onSelect={() => choose(() => runAction(action))} className={ITEM}>
      <span className="grow truncate">{label}</span>
      {action.shortcuts?.[0] && <Keys shortcut={action.shortcuts[0]} />}
    </Command.Item>
  )
  // While nothing is typed the groups are a table of contents; then the best answer comes first, whatever its group.
  if (query) return found.map(item)
  return GROUPS.map((group) => {
    const members = found
      .filter(({ action }) => action.group === group)
      .sort((a, b) => actions.indexOf(a.action) - actions.indexOf(b.action))
    return members.length === 0 ? null : (
      <Command.Group key={group} heading={t.shell.commands.groups[group]} className={HEADING}>
        {members.map(item)}
      </Command.Group>
    )
  })
}

function Elements({ query, t, choose }: PartProps) {
  const lab = useLab()
  const editing = useLabStore((store) => store.status === 'ready')
  const all = useMemo(() => (editing ? listElements(lab) : []), [lab, editing])
  const found = all
    .map((element) => ({ element, score: matchScore(query, `${element.name} ${element.detail}`) }))
    .filter(({ score }) => score > 0)
  if (query) found.sort((a, b) => b.score - a.score)
  if (found.length === 0) return null
  return (
    <Command.Group heading={t.shell.commands.elements} className={HEADING}>
      {found.slice(0, MOST_ELEMENTS).map(({ element }) => {
        const key = elementKey(element.ref)
        return (
          <Command.Item
            key={key}
            value={key}
            onSelect={() => choose(() => useViewStore.getState().reveal(element.ref))}
            className={ITEM}
          >
            <span className="truncate font-mono text-xs">{element.name}</span>
            <span className="grow truncate font-mono text-ink-3 text-xs">{element.detail}</span>
            <span className="shrink-0 text-ink-3 text-xs">{t.shell.commands.kinds[element.kind]}</span>
          </Command.Item>
        )
      })}
    </Command.Group>
  )
}
