#!/usr/bin/env node
// `npm run build`: the server's side into dist/, the pages into .next/.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'
import { ROOT, run } from './setup/run.mjs'

/** Native modules, and what Next itself loads, stay packages. The rest is bundled: a hundred small files cost a slow start. */
const EXTERNAL = ['next', 'react', 'react-dom', 'socket.io', 'koffi', 'pino', '@lydell/node-pty']

/**
 * Bundles the command line (with the server behind `serve`), the web process that root starts, and what looks at a machine without an
 * agent; and the agent, which every `apply` waits for, by itself: what programs share is cut into many files, and each costs its start.
 */
export async function bundle() {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
  await bundleTogether({ cli: 'server/cli/main.ts', web: 'server/web/child.ts', discover: 'server/agent/discover/main.ts' })
  await bundleTogether({ agent: 'server/agent/main.ts' })
  // Its helper process would stay as long as we do, and `npm start` goes on to serve.
  await stop()
}

function bundleTogether(entryPoints) {
  return build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    external: EXTERNAL,
    // CommonJS packages in an ES module bundle still call require.
    banner: {
      js: "import { createRequire as netloomRequire } from 'node:module'; const require = netloomRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

/** Builds the pages for production. */
export async function buildPages() {
  await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await bundle()
  await buildPages()
}
