import type { Guide } from './guide'

/** The guides by their example's name, each fetched when its lab is opened. */
const guides: Record<string, () => Promise<Guide>> = {
  'two-namespaces': async () => (await import('./guides/two-namespaces')).twoNamespaces,
  'host-namespace': async () => (await import('./guides/host-namespace')).hostNamespace,
  'red-blue-bridge': async () => (await import('./guides/red-blue-bridge')).redBlueBridge,
  'lan-gateway': async () => (await import('./guides/lan-gateway')).lanGateway,
  'port-forward': async () => (await import('./guides/port-forward')).portForward,
  'nic-to-bridge': async () => (await import('./guides/nic-to-bridge')).nicToBridge,
  'container-attach': async () => (await import('./guides/container-attach')).containerAttach,
  pipework: async () => (await import('./guides/pipework')).pipework,
  'router-namespace': async () => (await import('./guides/router-namespace')).routerNamespace,
}

/** The examples that have a guide. */
export const guided: readonly string[] = Object.keys(guides)

/** The guide of an example; undefined where there is none. */
export async function loadGuide(example: string): Promise<Guide | undefined> {
  return Object.hasOwn(guides, example) ? guides[example]?.() : undefined
}
