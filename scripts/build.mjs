#!/usr/bin/env node
// `npm run build`: the server's side into dist/, the pages into .next/.
import { pathToFileURL } from 'node:url'
import { bundle } from './bundle/bundle.mjs'
import { run } from './setup/run.mjs'

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
