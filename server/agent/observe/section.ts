/** The parts of a namespace that are read on their own, as bits of a mask. */
export const LINKS = 1
export const ADDRESSES = 2
export const ROUTES = 4
export const NEIGHBOURS = 8
export const FORWARDING = 16
export const NAT = 32
export const EVERYTHING = 63
/** What a plan is made from. Neighbours are not: a list of them walks through those of every namespace of the kernel. */
export const PLANNED = EVERYTHING & ~NEIGHBOURS

/** No section, but told of a reading beside those that changed: links came, went, or are marked or paired otherwise than before. */
export const PAIRING = 1 << 16

/** What of a namespace may have changed since it was read. */
export interface Dirt {
  sections: number
  /** Those whose LINKS and ADDRESSES may have changed, as events named them; undefined once there were too many, or an event named none: then all. */
  links?: Set<number>
}

/** More than this many links are cheaper to read in one dump. */
const SINGLE_LINKS = 16

/** Dirt that covers both. */
export function mergeDirt(a: Dirt | undefined, b: Dirt): Dirt {
  if (!a) return b
  const sections = a.sections | b.sections
  // While a thousand links are made, nearly every event tells what is known.
  if (sections === a.sections && (!a.links || (b.links && isWithin(b.links, a.links)))) return a
  const wholesale = (dirt: Dirt) => (dirt.sections & (LINKS | ADDRESSES)) !== 0 && !dirt.links
  if (wholesale(a) || wholesale(b)) return { sections }
  const links = new Set([...(a.links ?? []), ...(b.links ?? [])])
  return links.size > SINGLE_LINKS ? { sections } : { sections, links }
}

/** What is left of dirt once these sections were read of all links; undefined when nothing is. */
export function dirtBeyond(dirt: Dirt, sections: number): Dirt | undefined {
  const left = dirt.sections & ~sections
  return left === 0 ? undefined : { ...dirt, sections: left }
}

function isWithin(some: ReadonlySet<number>, all: ReadonlySet<number>): boolean {
  for (const one of some) if (!all.has(one)) return false
  return true
}
