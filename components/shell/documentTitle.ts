/** What Next makes a page's title of the document from, in place of `%s`; `documentTitle` writes the same. */
export const TITLE_TEMPLATE = '%s · Netloom'

/** The title of the document, as the server writes it, for a page of this title. */
export function documentTitle(page: string): string {
  return TITLE_TEMPLATE.replace('%s', () => page)
}
