import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stop } from 'esbuild'
import { bundlePrograms } from '../../scripts/bundle/bundle.mjs'

let bundled: Promise<string> | undefined

/** The agent as one program, for tests that start it often: from its sources it takes five times as long. Made once by each process. */
export function bundledAgent(): Promise<string> {
  bundled ??= bundleAgent()
  return bundled
}

async function bundleAgent(): Promise<string> {
  // Its packages are found from where it lies. One place for all: whoever runs a test may be killed before it could tidy up.
  const folder = fileURLToPath(new URL('../../node_modules/.netloom-agent', import.meta.url))
  await bundlePrograms(['agent'], folder)
  await stop()
  return join(folder, 'agent.js')
}
