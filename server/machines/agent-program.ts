import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** How to start the agent. */
export function agentProgram(): string[] {
  return program('./agent.js', '../agent/main.ts')
}

/** How to start what looks at this computer once, prints what it saw, and ends. */
export function discoverProgram(): string[] {
  return program('./discover.js', '../agent/discover/main.ts')
}

/** The bundle beside this bundle, or, when we run from sources, its source through tsx. */
function program(bundle: string, source: string): string[] {
  if (!import.meta.url.endsWith('.ts')) return [process.execPath, fileURLToPath(new URL(bundle, import.meta.url))]
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return [process.execPath, '--import', tsx, fileURLToPath(new URL(source, import.meta.url))]
}
