/** Debian's Chromium. Its own sandbox needs a user that is not root, and its background traffic has nowhere to go here. */
export const CHROMIUM = {
  executablePath: process.env.NETLOOM_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
