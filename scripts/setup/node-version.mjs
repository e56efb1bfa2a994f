/**
 * Whether a version of Node is in a range as package.json writes it. Before anything is installed, so it knows what the ranges of our
 * lockfile are made of and throws on the rest: `^20.19.0`, `>=24`, `20`, with `||` between.
 * @param {string} version
 * @param {string} range
 */
export function isSupported(version, range) {
  const is = numbers(version)
  return alternatives(range).some(({ sign, from, given }) => {
    if (compare(is, from) < 0) return false
    return sign === '>=' || is.slice(0, sign === '^' ? 1 : given).every((number, at) => number === from[at])
  })
}

/**
 * The same range for a reader: `Node 20 (20.19 or later), 22 (22.13 or later), or 24 and later`.
 * @param {string} range
 */
export function inWords(range) {
  const words = alternatives(range).map(({ sign, from: [major, minor] }) => {
    const line = minor === 0 ? `${major}` : `${major} (${major}.${minor} or later)`
    return sign === '>=' ? `${line} and later` : line
  })
  return `Node ${words.length > 1 ? `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}` : words[0]}`
}

function alternatives(range) {
  return range.split('||').map((part) => {
    const found = /^(\^|>=|) ?v?(\d+(?:\.\d+){0,2})(?:\.x)?$/.exec(part.trim())
    if (!found) throw new Error(`not a range of versions that is known here: ${part}`)
    const [, sign = '', version = ''] = found
    return { sign, from: numbers(version), given: version.split('.').length }
  })
}

function numbers(version) {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map(Number)
  return [major, minor, patch]
}

function compare(a, b) {
  for (const [at, number] of a.entries()) if (number !== b[at]) return number - b[at]
  return 0
}
