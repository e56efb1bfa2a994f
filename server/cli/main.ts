import { compileLater } from '../v8-tuning'
import { runCommandLine } from './run'

compileLater()

// A reader that has seen enough (`netloom plan FILE | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

runCommandLine(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  live: process.stderr.isTTY === true,
}).then((code) => {
  process.exitCode = code
})
