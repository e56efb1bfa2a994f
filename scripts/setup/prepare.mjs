import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages, missingPackages, missingPodman, tryInstall } from './debian.mjs'
import { Progress, SetupError } from './progress.mjs'
import { ROOT, run } from './run.mjs'
import { isStamped, packagesFingerprint, sourcesFingerprint, stamp } from './stamp.mjs'

const OLDEST_NODE = [20, 9]

/**
 * Brings a clone to where it can run or be tested: Debian packages, npm packages, the two builds. Does only what is
 * missing or out of date.
 * @param {'run' | 'test'} purpose
 */
export async function prepare(purpose) {
  checkNode()
  const packages = missingPackages(purpose)
  const podman = purpose === 'test' ? missingPodman() : []
  const lock = packagesFingerprint()
  const needsModules = !isStamped('packages', lock) || !existsSync(join(ROOT, 'node_modules'))
  const needsBuild = needsModules || !isStamped('build', sourcesFingerprint()) || !isBuilt()
  const steps = [packages.length > 0, podman.length > 0, needsModules, needsBuild, needsBuild]
  const progress = new Progress(steps.filter(Boolean).length)

  if (packages.length > 0) await progress.step(`Debian packages: ${packages.join(', ')}`, () => installPackages(packages))
  if (podman.length > 0) await progress.step(`Debian packages: ${podman.join(', ')}`, () => tryInstall(podman))
  if (needsModules) {
    await progress.step('npm packages', installModules)
    stamp('packages', lock)
  }
  if (needsBuild) {
    const sources = sourcesFingerprint()
    const { bundle, buildPages } = await import('../build.mjs')
    await progress.step('Server, agent and command line', bundle)
    await progress.step('Pages', buildPages)
    stamp('build', sources)
  }
}

/** Reports a failure of the set-up in plain words; anything else keeps its stack. */
export function reportSetupFailure(error) {
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new SetupError(`Netloom needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.version}.`)
}

function isBuilt() {
  return existsSync(join(ROOT, 'dist/cli.js')) && existsSync(join(ROOT, process.env.NETLOOM_NEXT_DIR ?? '.next', 'BUILD_ID'))
}

async function installModules() {
  // What is built here is needed to build, whatever NODE_ENV says.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  if (npm) await run(process.execPath, [npm, ...args])
  else await run('npm', args)
}
