'use client'

import { type ComponentType, type DragEvent, useRef } from 'react'
import { runAction } from '../actions/action'
import { actionById } from '../actions/registry'
import { useText } from '../i18n/text'
import { Kbd } from '../ui/Kbd'
import { Tooltip } from '../ui/Tooltip'
import { BridgeGlyph, NamespaceGlyph } from './glyphs'

/** The type of a palette item's drag; its data is the node kind. */
export const KIND_MIME = 'application/netloom-kind'

/** The things that can be drawn: dragged onto the canvas, clicked, or typed. */
export function Palette() {
  const t = useText().shell.palette
  return (
    <div
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t.label}
      className="absolute top-3 left-3 z-10 flex flex-col gap-0.5 rounded-lg border border-line bg-raised p-1 shadow-raised"
    >
      <Item kind="namespace" name={t.namespace} hint={t.namespaceHint} letter="N" glyph={NamespaceGlyph} />
      <Item kind="bridge" name={t.bridge} hint={t.bridgeHint} letter="B" glyph={BridgeGlyph} />
    </div>
  )
}

interface ItemProps {
  kind: 'namespace' | 'bridge'
  name: string
  hint: string
  letter: string
  glyph: ComponentType
}

function Item({ kind, name, hint, letter, glyph: Glyph }: ItemProps) {
  const picture = useRef<HTMLSpanElement>(null)
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(KIND_MIME, kind)
    event.dataTransfer.effectAllowed = 'copy'
    if (picture.current) event.dataTransfer.setDragImage(picture.current, 16, 16)
  }
  const add = () => {
    const action = actionById(`add-${kind}`)
    if (action) runAction(action)
  }
  return (
    <Tooltip content={hint} side="right">
      <button
        type="button"
        draggable
        onDragStart={start}
        onClick={add}
        aria-keyshortcuts={letter}
        data-kind={kind}
        className="group relative flex w-20 cursor-grab flex-col items-center gap-1 rounded-md px-1 pt-2 pb-1.5 text-ink-2 hover:bg-hovered hover:text-ink active:cursor-grabbing"
      >
        <span ref={picture} className="flex size-8 items-center justify-center">
          <Glyph />
        </span>
        <span className="max-w-full truncate text-xs">{name}</span>
        <span className="absolute top-1 right-1 opacity-60 group-hover:opacity-100" aria-hidden>
          <Kbd>{letter}</Kbd>
        </span>
      </button>
    </Tooltip>
  )
}
