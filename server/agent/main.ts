import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { isLabName } from '../../core/net/names'
import { compileLater } from '../v8-tuning'
import { log } from './log'
import { runSandbox } from './sandbox'

// An agent lives long and mostly waits: a small young generation costs it nothing and saves 30 MB beside 1000 namespaces.
setFlagsFromString('--semi-space-growth-factor=1')
compileLater()

const USAGE = `usage: agent --machine sandbox --lab NAME --socket PATH [--idle SECONDS] [--files closed]
       agent --machine host --folder PATH [--idle SECONDS] [--confirm SECONDS] [--log FOLDER] [--admit UID]`

/** Starts the agent of one machine. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      machine: { type: 'string' },
      lab: { type: 'string' },
      socket: { type: 'string' },
      folder: { type: 'string' },
      idle: { type: 'string' },
      files: { type: 'string' },
      confirm: { type: 'string' },
      log: { type: 'string' },
      admit: { type: 'string' },
    },
  })
  const { machine, lab, socket, folder } = values
  const idle = Number(values.idle ?? 60)
  const confirm = Number(values.confirm ?? 60)
  const admit = values.admit === undefined ? undefined : Number(values.admit)
  if (!(idle > 0 && confirm > 0 && (admit === undefined || Number.isSafeInteger(admit)))) throw new Error(USAGE)
  if (machine === 'sandbox' && lab !== undefined && isLabName(lab) && socket)
    await runSandbox({ lab, socket, idle, closed: values.files === 'closed' })
  else if (machine === 'host' && folder)
    await (await import('./host/run')).runHost({
      folder,
      idle,
      confirmSeconds: confirm,
      logFolder: values.log ?? folder,
      ...(admit !== undefined && { admitted: admit }),
    })
  else throw new Error(USAGE)
  process.stdout.write('ready\n')
}

main().catch((error) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
