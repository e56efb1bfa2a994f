/** What someone without a session is told. */
export const doorEn = {
  title: 'This page needs its link',
  none: 'Netloom opens only for the browser that was given its link.',
  used: 'This link was used before, or is too old.',
  how: 'Copy the link that “netloom serve” printed in the terminal. To get another one, press Enter there, or stop it and run it again.',
  limit: 'Too many requests. Wait a moment.',
  failed: 'The server could not answer. Its log in the terminal says why.',
}

export type DoorWords = typeof doorEn
