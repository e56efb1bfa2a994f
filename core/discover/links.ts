import { defaultLinkId, endpointText } from '../lab/ids'
import { type Device, type Draft, deviceKey } from './draft'
import { dropEmptyDetails } from './interfaces'

/** Draws veth pairs whose two ends are known as links, and says of every other interface what is beyond it. */
export function drawLinks(draft: Draft): Map<string, { link: string; end: 0 | 1 }> {
  const ends = new Map<string, { link: string; end: 0 | 1 }>()
  for (const [key, device] of draft.devices) {
    if (ends.has(key) || device.link.kind !== 'veth') continue
    const peer = peerOf(draft, device)
    if (!peer) continue
    const link = { endpoints: [endpoint(device), endpoint(peer)] as [string, string] }
    const id = defaultLinkId(link)
    draft.lab.links[id] = link
    ends.set(key, { link: id, end: 0 })
    ends.set(deviceKey(peer.netns, peer.link.index), { link: id, end: 1 })
  }
  for (const [key, device] of draft.devices) if (!ends.has(key)) tellPlain(draft, device)
  dropEmptyDetails(draft, ({ netns, link }) => ends.has(deviceKey(netns, link.index)))
  return ends
}

function endpoint({ node, name }: Device): string {
  return endpointText({ node, interface: name })
}

/** The other end, if both ends say so: an index alone may have been given to another link since. */
function peerOf(draft: Draft, { netns, link }: Device): Device | undefined {
  const peer = link.peer && draft.devices.get(deviceKey(link.peer.netns, link.peer.index))
  const back = peer?.link.peer
  return back?.netns === netns && back.index === link.index ? peer : undefined
}

function tellPlain(draft: Draft, { node, name, link }: Device) {
  const element = { kind: 'interface', node, name } as const
  if (link.kind === 'bridge' || link.kind === 'loopback') return
  const bridge = draft.lab.nodes[node]?.interfaces?.[name]?.bridge
  if (bridge !== undefined) return draft.tell('discover-nic-port', 'info', element, { name, bridge })
  if (link.kind === 'veth') draft.tell('discover-peer-unknown', 'warning', element, { name })
  else if (link.kind === 'physical') draft.tell('discover-nic', 'info', element, { name })
  else draft.tell('discover-kind', 'warning', element, { name, kind: link.kind })
}
