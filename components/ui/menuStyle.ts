/** The paper that menus and lists of choices lie on. */
export const MENU_SURFACE =
  'z-50 min-w-44 animate-appear overflow-auto rounded-lg border border-line bg-raised p-1 text-sm text-ink shadow-raised'

const ITEM =
  'relative flex cursor-default select-none gap-2 rounded-md px-2 outline-none data-highlighted:bg-hovered data-[danger]:text-bad'

/** One line of it. */
export const MENU_ITEM = `${ITEM} h-7 items-center data-disabled:opacity-40`

/** One with a second line under it, which stays readable where it says why the first cannot be chosen. */
export const MENU_ITEM_TALL = `${ITEM} max-w-80 items-start py-1.5`
