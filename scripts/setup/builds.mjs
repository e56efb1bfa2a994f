import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The two builds and what each was last made of. The pages are built into a folder of the caller's choice (NETLOOM_NEXT_DIR), so each folder has a
 * stamp of its own: pages that an earlier source was built to must not meet a newer server.
 * @param {string} root the project's folder
 * @param {string} pages the pages' folder in it
 */
export function buildsOf(root, pages) {
  return {
    server: { stamp: 'server', isThere: () => existsSync(join(root, 'dist/cli.js')) },
    pages: { stamp: `pages-${encodeURIComponent(pages)}`, isThere: () => existsSync(join(root, pages, 'BUILD_ID')) },
  }
}

/**
 * Whether a build is there, and of these sources.
 * @param {{ stamp: string, isThere: () => boolean }} build
 * @param {string} sources fingerprint
 * @param {(stamp: string, fingerprint: string) => boolean} isStamped
 */
export function isFresh(build, sources, isStamped) {
  return build.isThere() && isStamped(build.stamp, sources)
}
