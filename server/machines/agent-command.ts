import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** How to start the agent: the bundle beside this bundle, or, when run from its sources, `main.ts` through tsx. */
export function agentCommand(): string[] {
  if (!import.meta.url.endsWith('.ts')) return [process.execPath, fileURLToPath(new URL('./agent.js', import.meta.url))]
  return [
    process.execPath,
    '--import',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
    fileURLToPath(new URL('../agent/main.ts', import.meta.url)),
  ]
}
