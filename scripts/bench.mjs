#!/usr/bin/env node
// `npm run bench`: brings the clone up to date, then measures it. Arguments pick some of the rows: `npm run bench -- live-100 canvas-star`.
import { spawn } from 'node:child_process'
import { prepare, reportSetupFailure } from './setup/prepare.mjs'
import { ROOT } from './setup/run.mjs'

try {
  await prepare('test')
  const args = ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)]
  const bench = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
  // An interruption from the terminal reaches it by itself; it ends what it started.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => bench.kill('SIGTERM'))
  bench.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
} catch (error) {
  reportSetupFailure(error)
}
