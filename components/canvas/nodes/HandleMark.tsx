/** The one handle that React Flow asks of a node before it draws lines to it; the scene says where the lines end. */
export function HandleMark() {
  return <i className="nl-handle source" data-handlepos="top" aria-hidden="true" />
}
