import { create } from 'zustand'
import { type ElementRef, elementKey } from '../../core/lab/element'
import type { Locale } from '../../core/text/locale'
import { type Preferences, savePreferences, startPreferences } from './preferences'

export type DrawerTab = 'plan' | 'ping' | 'console' | 'script' | 'events' | 'history' | 'log'
export type Tool = 'select' | 'ping'
/** What lies over the page: the command palette, the list of shortcuts, a question. */
export type Overlay = 'commands' | 'shortcuts' | 'destroy' | 'new-lab' | 'apply-here'
export type { Dialect, Theme } from './preferences'

/** A field of the inspector that should take the keyboard, such as the address that a join has just filled in. */
export interface FieldRequest {
  element: ElementRef
  field: 'name' | 'addresses'
}

interface ViewState extends Preferences {
  selection: readonly ElementRef[]
  /** The `elementKey` under the pointer, or of the plan step under it; both sides light up. */
  hover: string | null
  /** More that lights up as if under the pointer: the elements of a guide's step. */
  lit: readonly string[]
  /** Whether the guide's panel is open, where the lab has a guide. */
  guide: boolean
  /** True while an exercise hides what the kernel has that the drawing has not. */
  veiled: boolean
  /** An exercise that keeps its answer to itself: while it causes its fault, and from then on until the answer is asked for or found. */
  secret: 'causing' | 'kept' | null
  drawer: DrawerTab | null
  tool: Tool
  overlay: Overlay | null
  fieldRequest: FieldRequest | null
  /** An element that the canvas should bring into view; `id` grows with each request. */
  revealRequest: { element: ElementRef; id: number } | null
  /** What a screen reader is told next; changes when it should speak. */
  announcement: { text: string; id: number }

  select(elements: readonly ElementRef[]): void
  /** Adds an element to the selection or takes it out. */
  toggleSelected(element: ElementRef): void
  setHover(key: string | null): void
  setLit(elements: readonly ElementRef[]): void
  openDrawer(tab: DrawerTab): void
  closeDrawer(): void
  /** Opens the tab, or closes the drawer when that tab is the open one. */
  toggleDrawer(tab: DrawerTab): void
  setTool(tool: Tool): void
  setOverlay(overlay: Overlay | null): void
  /** Selects the element and asks its inspector to focus a field. The inspector takes the request with `takeFieldRequest`. */
  editField(element: ElementRef, field: FieldRequest['field']): void
  takeFieldRequest(): void
  /** Selects the element and asks the canvas to bring it into view. */
  reveal(element: ElementRef): void
  announce(text: string): void
  /** Changes what is remembered between visits. */
  prefer(preferences: Partial<Preferences>): void
}

/** What this reader looks at: never part of the lab, never sent. */
export const useViewStore = create<ViewState>()((set, get) => ({
  ...startPreferences(),
  selection: [],
  hover: null,
  lit: [],
  guide: true,
  veiled: false,
  secret: null,
  drawer: null,
  tool: 'select',
  overlay: null,
  fieldRequest: null,
  revealRequest: null,
  announcement: { text: '', id: 0 },

  select: (selection) => set(sameElements(get().selection, selection) ? {} : { selection }),
  toggleSelected: (element) =>
    set(({ selection }) => {
      const key = elementKey(element)
      const rest = selection.filter((one) => elementKey(one) !== key)
      return { selection: rest.length < selection.length ? rest : [...selection, element] }
    }),
  setHover: (hover) => set(get().hover === hover ? {} : { hover }),
  setLit: (elements) => set(elements.length === 0 && get().lit.length === 0 ? {} : { lit: elements.map(elementKey) }),
  openDrawer: (drawer) => set({ drawer }),
  closeDrawer: () => set({ drawer: null }),
  toggleDrawer: (tab) => set({ drawer: get().drawer === tab ? null : tab }),
  setTool: (tool) => set({ tool }),
  setOverlay: (overlay) => set({ overlay }),
  editField: (element, field) => set({ selection: [element], fieldRequest: { element, field } }),
  takeFieldRequest: () => set({ fieldRequest: null }),
  reveal: (element) => set({ selection: [element], revealRequest: { element, id: (get().revealRequest?.id ?? 0) + 1 } }),
  announce: (text) => set({ announcement: { text, id: get().announcement.id + 1 } }),
  prefer: (preferences) => {
    set(preferences)
    const { theme, locale, dialect, drawerHeight } = get()
    savePreferences({ theme, locale, dialect, drawerHeight })
  },
}))

function sameElements(a: readonly ElementRef[], b: readonly ElementRef[]): boolean {
  return a.length === b.length && a.every((one, at) => elementKey(one) === elementKey(b[at] ?? { kind: 'lab' }))
}

/** True while this element is selected; re-renders only when that changes. */
export function useSelected(key: string): boolean {
  return useViewStore((view) => view.selection.some((one) => elementKey(one) === key))
}

/** True while the pointer, or a plan step under the pointer, is on this element. */
export function useHovered(key: string): boolean {
  return useViewStore((view) => view.hover === key || view.lit.includes(key))
}

/** The reader's language. */
export function useLocale(): Locale {
  return useViewStore((view) => view.locale)
}
