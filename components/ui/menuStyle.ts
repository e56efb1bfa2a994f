/** The paper that menus and lists of choices lie on. */
export const MENU_SURFACE =
  'z-50 min-w-44 animate-appear overflow-auto rounded-lg border border-line bg-raised p-1 text-sm text-ink shadow-raised'

/** One line of it. */
export const MENU_ITEM =
  'relative flex h-7 cursor-default select-none items-center gap-2 rounded-md px-2 outline-none data-disabled:opacity-40 data-highlighted:bg-hovered data-[danger]:text-bad'
