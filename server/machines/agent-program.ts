import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** How to start the agent: its bundle beside this bundle, or, when we run from sources, its `main.ts` through tsx. */
export function agentProgram(): string[] {
  if (!import.meta.url.endsWith('.ts')) return [process.execPath, fileURLToPath(new URL('./agent.js', import.meta.url))]
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return [process.execPath, '--import', tsx, fileURLToPath(new URL('../agent/main.ts', import.meta.url))]
}
