import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './progress.mjs'
import { run } from './run.mjs'

/** What a lab needs at run time: program → Debian package. */
const RUN = {
  bash: 'bash',
  unshare: 'util-linux',
  flock: 'util-linux',
  ip: 'iproute2',
  nft: 'nftables',
  ping: 'iputils-ping',
  dnsmasq: 'dnsmasq-base',
  udhcpc: 'udhcpc',
}
/** What the tests need on top: the witnesses that they compare with, and a browser. */
const TEST = {
  ...RUN,
  iptables: 'iptables',
  plotnetcfg: 'plotnetcfg',
  shellcheck: 'shellcheck',
  git: 'git',
  setpriv: 'util-linux',
  chromium: 'chromium',
}

/**
 * The Debian packages that are missing, for running or for testing.
 * @param {'run' | 'test'} purpose
 * @returns {string[]}
 */
export function missingPackages(purpose) {
  const wanted = Object.entries(purpose === 'test' ? TEST : RUN)
  const missing = wanted.filter(([program]) => !isInstalled(program)).map(([, name]) => name)
  // The screenshot has Chinese text; fonts have no program to look for.
  if (missing.includes('chromium')) missing.push('fonts-noto-cjk')
  // It injects the faults; where packages cannot be installed, the tests that need it skip themselves.
  if (purpose === 'test' && process.getuid?.() === 0 && !isInstalled('strace')) missing.push('strace')
  // A container engine starts with its package, and changes the computer's rules: only where packages start nothing.
  if (purpose === 'test' && startsNothing() && !isInstalled('dockerd')) missing.push('docker.io', 'busybox')
  return [...new Set(missing)]
}

/**
 * The Debian packages of Podman where the tests may have it (see `missingPackages`) and it is missing. Not every Debian has them, so
 * nothing depends on them: without Podman, the tests with it skip themselves.
 * @returns {string[]}
 */
export function missingPodman() {
  return startsNothing() && !isInstalled('podman') ? ['podman', 'netavark', 'runc'] : []
}

/** Milliseconds that packages which we can do without may take to come. */
const PATIENCE = 60_000

/**
 * Installs packages that we can do without, or says why not.
 * @param {string[]} packages
 */
export async function tryInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const command = ['install', '-y', '--no-install-recommends']
  try {
    // What is bounded is what waits for others; to end an installation half way would leave it half made.
    await run('apt-get', ['update', '-q'], env, PATIENCE)
    await run('apt-get', [...command, '--download-only', ...packages], env, PATIENCE)
    await run('apt-get', [...command, '--no-download', ...packages], env)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    process.stderr.write(
      `${packages.join(', ')} cannot be installed here; the tests that need them are skipped\n${error.message}\n`,
    )
  }
}

/**
 * Installs packages when we may; else says which one command does it.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (!isInstalled('apt-get'))
    throw new SetupError(`These are missing, and there is no apt-get here to install them: ${packages.join(' ')}`)
  if (process.getuid?.() !== 0)
    throw new SetupError(`Some programs are missing. Install them with this command, then start again:\n\n  sudo ${command}\n`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], env)
  await run('apt-get', command.split(' ').slice(1), env)
}

/** Whether this is root's computer and its policy keeps packages from starting services (policy-rc.d: 101 is "forbidden"). */
function startsNothing() {
  if (process.getuid?.() !== 0) return false
  return spawnSync('/usr/sbin/policy-rc.d', ['docker', 'start']).status === 101
}

/** Programs for administrators are not on every user's PATH. */
function isInstalled(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}
