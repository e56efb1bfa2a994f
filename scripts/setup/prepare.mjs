import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildsOf, isFresh } from './builds.mjs'
import { installPackages, missingPackages, missingPodman, tryInstall } from './debian.mjs'
import { inWords, isSupported } from './node-version.mjs'
import { Progress, SetupError } from './progress.mjs'
import { ROOT, run } from './run.mjs'
import { isStamped, packagesFingerprint, sourcesFingerprint, stamp } from './stamp.mjs'

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
  const sources = sourcesFingerprint()
  const { server, pages } = buildsOf(ROOT, process.env.NETLOOM_NEXT_DIR ?? '.next')
  const needsServer = needsModules || !isFresh(server, sources, isStamped)
  const needsPages = needsModules || !isFresh(pages, sources, isStamped)
  const steps = [packages.length > 0, podman.length > 0, needsModules, needsServer, needsPages]
  const progress = new Progress(steps.filter(Boolean).length)

  if (packages.length > 0) await progress.step(`Debian packages: ${packages.join(', ')}`, () => installPackages(packages))
  if (podman.length > 0) await progress.step(`Debian packages: ${podman.join(', ')}`, () => tryInstall(podman))
  if (needsModules) {
    await progress.step('npm packages', installModules)
    stamp('packages', lock)
  }
  if (needsServer) {
    const { bundle } = await import('../bundle/bundle.mjs')
    await progress.step('Server, agent and command line', bundle)
    stamp(server.stamp, sources)
  }
  if (needsPages) {
    const { buildPages } = await import('../build.mjs')
    await progress.step('Pages', buildPages)
    stamp(pages.stamp, sources)
  }
}

/** Reports a failure of the set-up in plain words; anything else keeps its stack. */
export function reportSetupFailure(error) {
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  if (isSupported(process.version, engines.node)) return
  throw new SetupError(`Netloom needs ${inWords(engines.node)}; this is ${process.version}.`)
}

async function installModules() {
  // What is built here is needed to build, whatever NODE_ENV says.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  if (npm) await run(process.execPath, [npm, ...args])
  else await run('npm', args)
}
