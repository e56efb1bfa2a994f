#!/usr/bin/env node
import { existsSync } from 'node:fs'

const bundle = new URL('../dist/cli.js', import.meta.url)
if (existsSync(bundle)) {
  await import(bundle.href)
} else {
  process.stderr.write('Netloom is not built yet. Run “npm start” (or “npm run build”) in its folder first.\n')
  process.exitCode = 1
}
