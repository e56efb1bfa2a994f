import { INTERFACE_NAME_BYTES, isInterfaceName, isNodeName, utf8Length } from '../net/names'

/**
 * Names for what the kernel calls by names that a lab cannot have: it takes nearly any bytes, two bridges in two namespaces may share
 * a name, and a namespace that only processes hold has none.
 */

const NODE_BYTES = 63

/** Gives out names that are free, and remembers them. */
export class Names {
  private readonly taken: Set<string>

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken)
  }

  /** A node's name as near to `wanted` as can be; a bridge's is its interface's name too. */
  node(wanted: string, bridge = false): string {
    const bytes = bridge ? INTERFACE_NAME_BYTES : NODE_BYTES
    const fits = (name: string) => isNodeName(name) && (!bridge || isInterfaceName(name))
    return this.take(clean(wanted, bridge ? 'br' : 'netns'), bytes, fits)
  }

  /** An interface's name as near to `wanted` as can be. */
  interface(wanted: string): string {
    return this.take(isInterfaceName(wanted) ? wanted : clean(wanted, 'if'), INTERFACE_NAME_BYTES, isInterfaceName)
  }

  private take(stem: string, bytes: number, fits: (name: string) => boolean): string {
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? '' : `-${number}`
      const name = `${cut(stem, bytes - suffix.length)}${suffix}`
      if (this.taken.has(name) || !fits(name)) continue
      this.taken.add(name)
      return name
    }
  }
}

/** Letters, digits, `_`, `.` and `-`, starting with a letter or digit. */
function clean(text: string, otherwise: string): string {
  const cleaned = text.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[_.-]+|-+$/gu, '')
  return cleaned === '' ? otherwise : cleaned
}

function cut(text: string, bytes: number): string {
  if (utf8Length(text) <= bytes) return text
  let kept = ''
  for (const char of text) {
    if (utf8Length(kept + char) > bytes) break
    kept += char
  }
  return kept
}
