export interface ContainerIdentity {
  engine?: 'docker' | 'podman'
  container?: string
  pid?: number
}

/**
 * The key of a container's network namespace, in states and plans: `docker:web`, `podman:db` or `pid:1234`. No namespace in /run/netns
 * can be called so, since no node's name has a colon. Empty identities have a key that no machine has.
 */
export function containerNetns({ engine = 'docker', container, pid }: ContainerIdentity): string {
  return container === undefined ? `pid:${pid ?? 0}` : `${engine}:${container}`
}

/** Whether a namespace's key is a container's: it is somebody else's, and only what carries our marks in it is ours. */
export function isContainerNetns(netns: string): boolean {
  return netns.includes(':')
}

/** What a container's key says. */
export function containerOf(netns: string): { engine: string; name: string } {
  const at = netns.indexOf(':')
  return { engine: netns.slice(0, at), name: netns.slice(at + 1) }
}
