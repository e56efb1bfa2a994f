#!/usr/bin/env node
// `npm start`: brings the clone up to date, then serves. Arguments go to `netloom serve`.
import { prepare, reportSetupFailure } from './setup/prepare.mjs'

try {
  await prepare('run')
  process.argv.splice(2, 0, 'serve')
  // Root may have labs on this computer itself, too, and the page asks before it touches anything.
  if (process.getuid?.() === 0 && !process.argv.some((argument) => /^--(machine|dev)\b/.test(argument)))
    process.argv.push('--machine', 'host')
  process.env.NODE_ENV = 'production'
  await import('../bin/netloom.mjs')
} catch (error) {
  reportSetupFailure(error)
}
