interface Build {
  stamp: string
  isThere: () => boolean
}
export function buildsOf(root: string, pages: string): { server: Build; pages: Build }
export function isFresh(build: Build, sources: string, isStamped: (stamp: string, fingerprint: string) => boolean): boolean
