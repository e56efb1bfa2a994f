#!/usr/bin/env node
// `npm test`: brings the clone up to date, then runs every check. Arguments pick some of them: `npm test -- unit kernel`.
import { spawn } from 'node:child_process'
import { prepare, reportSetupFailure } from './setup/prepare.mjs'
import { ROOT } from './setup/run.mjs'

try {
  await prepare('test')
  const args = ['--import', 'tsx', 'scripts/checks/main.ts', ...process.argv.slice(2)]
  const checks = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
  // An interruption from the terminal reaches the checks by itself; they end what they started.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => checks.kill('SIGTERM'))
  checks.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
} catch (error) {
  reportSetupFailure(error)
}
