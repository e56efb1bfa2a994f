/** What a terminal's keys may ask of its selection. */
interface Selection {
  hasSelection(): boolean
  getSelection(): string
}

/** False for what the terminal leaves to the page or the browser. Ctrl+Shift+C copies, on a Mac with the command key as its hint says. */
export function handleKey(selection: Selection, event: KeyboardEvent, copy: (text: string) => void): boolean {
  if (event.type !== 'keydown') return true
  if (event.key === 'Tab' && event.shiftKey) return false
  const combined = (event.ctrlKey || event.metaKey) && event.shiftKey
  if (combined && event.code === 'KeyC') {
    event.preventDefault()
    if (selection.hasSelection()) copy(selection.getSelection())
    return false
  }
  // The browser pastes, which the terminal takes as it takes any paste.
  return !(combined && event.code === 'KeyV')
}
