import { chmodSync, closeSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { isLabName } from '../../core/net/names'
import { Applier } from './apply/applier'
import { Consoles } from './console/consoles'
import { keepFramesFromRules } from './kernel/bridge-netfilter'
import { Namespaces } from './kernel/namespaces'
import { prepareSandboxRun } from './kernel/netns'
import { log } from './log'
import { Machine } from './observe/machine'
import { Observer } from './observe/observer'
import { Services } from './services/services'
import { Connection } from './socket/connection'
import { Requests } from './socket/requests'

// An agent lives long and mostly waits: a small young generation costs it nothing and saves 30 MB beside 1000 namespaces.
setFlagsFromString('--semi-space-growth-factor=1')

const USAGE = 'usage: agent --machine sandbox --lab NAME --socket PATH [--idle SECONDS] [--files closed]'
/** A socket in a folder that was opened for us, and that nothing here must be able to reach once we listen. */
const INHERITED = /^\/proc\/self\/fd\/(\d+)\//

function readArguments(): { lab: string; socket: string; idle: number; closed: boolean } {
  const { values } = parseArgs({
    options: {
      machine: { type: 'string' },
      lab: { type: 'string' },
      socket: { type: 'string' },
      idle: { type: 'string' },
      files: { type: 'string' },
    },
  })
  const { machine, lab, socket, idle = '60' } = values
  if (machine !== 'sandbox' || lab === undefined || !isLabName(lab) || !socket || !(Number(idle) > 0)) throw new Error(USAGE)
  return { lab, socket, idle: Number(idle), closed: values.files === 'closed' }
}

/** The agent of one sandbox: it listens on a Unix socket until its lab is destroyed, or it is empty and nobody needs it. */
async function main(): Promise<void> {
  const { lab, socket, idle, closed } = readArguments()
  const server = createServer()
  // Before /run is covered, for the socket may lie there; and for the owner alone.
  process.umask(0o077)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  chmodSync(socket, 0o600)
  process.umask(0o022)
  const folder = INHERITED.exec(socket)?.[1]
  if (folder !== undefined) closeSync(Number(folder))
  prepareSandboxRun()
  keepFramesFromRules()

  const namespaces = new Namespaces()
  const services = new Services(namespaces)
  const observer = new Observer(new Machine(namespaces, services))
  await observer.start()
  const applier = new Applier(observer)
  const consoles = new Consoles(observer.machine.namespaces, closed)
  const end = () => {
    server.close()
    consoles.end()
    observer.stop()
    services.end()
    // An inherited folder's socket is taken away by who opened the folder.
    if (folder === undefined) rmSync(socket, { force: true })
    process.exit(0)
  }
  const requests = new Requests(lab, observer, applier, consoles, end)
  const connections = new Set<Connection>()
  let idleTimer: NodeJS.Timeout | undefined
  const considerEnding = () => {
    clearTimeout(idleTimer)
    const empty = Object.keys(applier.applied).length === 0 && observer.machine.namespaces.all().length === 1
    if (connections.size === 0 && empty) idleTimer = setTimeout(end, idle * 1000)
  }
  server.on('connection', (client) => {
    clearTimeout(idleTimer)
    const connection = new Connection(client, requests.answer, () => {
      connections.delete(connection)
      considerEnding()
    })
    connections.add(connection)
  })
  observer.machine.onChange(considerEnding)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  considerEnding()
  process.stdout.write('ready\n')
}

main().catch((error) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
