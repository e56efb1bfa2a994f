import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'

let bundled: Promise<string> | undefined

/** The agent as one program, for tests that start it often: from its sources it takes five times as long. Made once by each process. */
export function bundledAgent(): Promise<string> {
  bundled ??= bundleAgent()
  return bundled
}

async function bundleAgent(): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  // Its packages are found from where it lies. One place for all: whoever runs a test may be killed before it could tidy up.
  const outdir = join(root, 'node_modules/.netloom-agent')
  await build({
    absWorkingDir: root,
    entryPoints: { agent: 'server/agent/main.ts' },
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    external: ['koffi', '@lydell/node-pty'],
    banner: {
      js: "import { createRequire as netloomRequire } from 'node:module'; const require = netloomRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  await stop()
  return join(outdir, 'agent.js')
}
