import * as z from 'zod'
import { defaultLinkId, HOST } from './ids'
import { elementId, type Lab, type Link, labSchema, linkSchema } from './schema'

/** The lab as a file says it: links are a list, each with an `id` only where it is not the default, and `host` may be left out. */
export const labFileSchema = labSchema.extend({
  nodes: labSchema.shape.nodes.optional(),
  links: z.array(linkSchema.extend({ id: elementId.optional() })).optional(),
})

export type LabFile = z.infer<typeof labFileSchema>

/** The id of a link of a file. */
export function fileLinkId(link: { id?: string; endpoints: Link['endpoints'] }): string {
  return link.id ?? defaultLinkId(link)
}

/** The ids of a file's links as far as they can be told, whatever else is wrong with it: what a finding calls them by. */
export function writtenLinkIds(file: unknown): string[] {
  const { links } = (typeof file === 'object' && file !== null ? file : {}) as { links?: unknown }
  return Array.isArray(links) ? links.map(writtenLinkId) : []
}

function writtenLinkId(link: unknown): string {
  const { id, endpoints } = (typeof link === 'object' && link !== null ? link : {}) as { id?: unknown; endpoints?: unknown }
  if (typeof id === 'string') return id
  const ends = Array.isArray(endpoints) ? endpoints.filter((end) => typeof end === 'string') : []
  return ends.join('--').replaceAll(':', '.')
}

/** The lab that a file says. Links must have ids of their own; see `duplicateLinks`. */
export function labOfFile(file: LabFile): Lab {
  const { nodes, links, ...rest } = file
  return {
    ...rest,
    nodes: { ...(nodes && HOST in nodes ? {} : { [HOST]: { kind: 'host' } }), ...nodes },
    links: Object.fromEntries((links ?? []).map((link) => [fileLinkId(link), { endpoints: link.endpoints }])),
  }
}

/** The indexes of links whose id an earlier one has. */
export function duplicateLinks(file: LabFile): { index: number; id: string }[] {
  const seen = new Set<string>()
  return (file.links ?? []).flatMap((link, index) => {
    const id = fileLinkId(link)
    if (seen.has(id)) return [{ index, id }]
    seen.add(id)
    return []
  })
}

/** What a file says about a lab, in the order in which a file is read: the reverse of `labOfFile`. */
export function fileOfLab(lab: Lab, keepHost: boolean): LabFile {
  const { netloom, name, description, nodes, links, layout } = lab
  const { [HOST]: host, ...others } = nodes
  const bareHost = !host || Object.keys(host).length === 1
  return {
    netloom,
    name,
    ...(description === undefined ? {} : { description }),
    nodes: bareHost && !keepHost ? others : nodes,
    ...(Object.keys(links).length ? { links: Object.entries(links).map(([id, link]) => fileLink(id, link)) } : {}),
    ...(layout && Object.keys(layout).length ? { layout } : {}),
  }
}

function fileLink(id: string, link: Link): { id?: string; endpoints: Link['endpoints'] } {
  return id === defaultLinkId(link) ? { endpoints: link.endpoints } : { id, endpoints: link.endpoints }
}
