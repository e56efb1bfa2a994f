/** The browser's session with the server, English. */
export const sessionEn = {
  end: 'End this session',
}
