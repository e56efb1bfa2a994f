'use client'

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { ImportFinding } from '../../core/script/import/finding'
import { describeFinding } from '../../core/text/import'
import { sentence } from '../../core/text/sentence'
import { useLocale } from '../state/viewStore'
import { useImporterText } from './importerText'
import { useImportStore } from './importStore'

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--ink-3)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ok)' },
  { tag: [tags.keyword, tags.controlKeyword], color: 'var(--accent)' },
  { tag: [tags.standard(tags.variableName), tags.standard(tags.name)], fontWeight: '600' },
  { tag: [tags.definition(tags.variableName), tags.variableName], color: 'var(--warn)' },
  { tag: tags.attributeName, color: 'var(--ink-2)' },
  { tag: tags.number, color: 'var(--sandbox)' },
])

const THEME = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--accent-wash)',
  },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: 'none', paddingLeft: '4px' },
  '.cm-activeLine': { backgroundColor: 'var(--hovered)' },
  '.cm-placeholder': { color: 'var(--ink-3)', whiteSpace: 'pre-wrap' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    boxShadow: 'var(--shadow)',
    maxWidth: '420px',
    fontFamily: 'var(--sans)',
  },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--accent)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-lintRange': { backgroundImage: 'none', textDecoration: 'underline wavy var(--accent)', textUnderlineOffset: '3px' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--bad)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warn)' },
})

/** Brings a line into the middle of the editor and puts the cursor there; set while an editor is on the page. */
let goToLine: ((line: number) => void) | undefined

/** Shows a line of the text, from 1. */
export function showLine(line: number): void {
  goToLine?.(line)
}

/** The text on the left, with a mark at every line that there is something to say about. */
export function ScriptEditor() {
  const t = useImporterText()
  const locale = useLocale()
  const findings = useImportStore((store) => store.findings)
  const text = useImportStore((store) => store.text)
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView | null>(null)
  const { editor: label, placeholder: hint, leaveEditor } = t

  useEffect(() => {
    const parent = place.current
    if (!parent) return
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: useImportStore.getState().text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          EditorView.lineWrapping,
          StreamLanguage.define(shell),
          syntaxHighlighting(COLOURS),
          placeholder(hint),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-description': leaveEditor, spellcheck: 'false' }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) useImportStore.getState().setText(state.doc.toString())
          }),
          THEME,
        ],
      }),
    })
    editor.current = view
    goToLine = (line) => {
      const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
      view.focus()
    }
    return () => {
      goToLine = undefined
      editor.current = null
      view.destroy()
    }
  }, [label, hint, leaveEditor])

  // A text that came from elsewhere: the example, or a file.
  useEffect(() => {
    const view = editor.current
    if (view && view.state.doc.toString() !== text)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
  }, [text])

  useEffect(() => {
    const view = editor.current
    if (!view) return
    const { doc } = view.state
    const marks = findings.flatMap((finding): Diagnostic[] => (finding.line <= doc.lines ? [markOf(finding, doc, locale)] : []))
    view.dispatch(setDiagnostics(view.state, marks))
  }, [findings, locale])

  return <div ref={place} className="min-h-0 grow overflow-hidden" />
}

function markOf(finding: ImportFinding, doc: EditorState['doc'], locale: Parameters<typeof describeFinding>[1]): Diagnostic {
  const line = doc.line(finding.line)
  const { message, suggestion } = describeFinding(finding, locale)
  const indent = line.text.length - line.text.trimStart().length
  return {
    from: line.from + indent,
    to: line.to,
    severity: finding.severity,
    message: `${sentence(message, locale)}${suggestion}`,
  }
}
