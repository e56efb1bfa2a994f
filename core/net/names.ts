/**
 * What may be the name of a lab, a node and an interface. The kernel takes almost any bytes (kernel-notes: `-x`, `$()`,
 * control bytes, `a%d`), and names end up in commands, scripts and pages, so these rules are the only guard.
 */

/** IFNAMSIZ less its NUL (linux/if.h): an interface's name has at most 15 bytes. */
export const INTERFACE_NAME_BYTES = 15
const NODE_NAME_BYTES = 63

const RESERVED_INTERFACES = new Set(['.', '..', 'all', 'default'])
const NODE = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u
/** No `+`, which the kernel takes and iptables reads as a wildcard at a name's end. */
const INTERFACE = /^[\p{L}\p{N}_.][\p{L}\p{N}_.@~-]*$/u
const LAB = /^[a-z0-9][a-z0-9-]{0,39}$/

/** The length of `text` in UTF-8 bytes, which is how the kernel counts names. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** A lab's name: `[a-z0-9]` then `[a-z0-9-]`, at most 40 characters (lab-format), and no key that every object has. */
export function isLabName(text: string): boolean {
  return LAB.test(text) && !(text in Object.prototype)
}

/** A node's name, which is also the name of its netns or bridge device; a bridge is held to `isInterfaceName` too, by the checks. */
export function isNodeName(text: string): boolean {
  return NODE.test(text) && utf8Length(text) <= NODE_NAME_BYTES && !(text in Object.prototype)
}

/** An interface's name: 1 to 15 bytes, no white space, `/`, `:`, `%`, quotes or leading `-`. */
export function isInterfaceName(text: string): boolean {
  return (
    INTERFACE.test(text) &&
    utf8Length(text) <= INTERFACE_NAME_BYTES &&
    !RESERVED_INTERFACES.has(text) &&
    !(text in Object.prototype)
  )
}
