import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

/**
 * A stamp says what a step of the set-up was last done for, so that a later start, which has nothing to do, knows it in
 * milliseconds. Each is one small file in `.setup/`.
 */
const folder = join(ROOT, '.setup')

/** What `npm ci` depends on. */
export function packagesFingerprint() {
  return digest([readFileSync(join(ROOT, 'package-lock.json')), process.version, process.arch])
}

/** What a build depends on: sources, by path, size and time, and the packages. */
export function sourcesFingerprint() {
  const parts = [packagesFingerprint()]
  for (const name of ['app', 'components', 'core', 'server', 'public', 'scripts/bundle']) walk(name, parts)
  for (const name of ['package.json', 'tsconfig.json', 'next.config.js', 'postcss.config.mjs', 'scripts/build.mjs'])
    entry(name, parts)
  return digest(parts)
}

/**
 * @param {string} name
 * @param {string} fingerprint
 */
export function isStamped(name, fingerprint) {
  try {
    return readFileSync(join(folder, name), 'utf8') === fingerprint
  } catch {
    return false
  }
}

/**
 * @param {string} name
 * @param {string} fingerprint
 */
export function stamp(name, fingerprint) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), fingerprint)
}

function walk(path, parts) {
  let entries
  try {
    entries = readdirSync(join(ROOT, path), { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  for (const { name } of entries.filter((found) => found.isDirectory())) walk(`${path}/${name}`, parts)
  for (const { name } of entries.filter((found) => found.isFile() && !/\.test\.tsx?$/.test(found.name)))
    entry(`${path}/${name}`, parts)
}

function entry(path, parts) {
  const { size, mtimeMs } = statSync(join(ROOT, path))
  parts.push(`${path} ${size} ${mtimeMs}`)
}

function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex')
}
