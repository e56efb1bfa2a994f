import { chmodSync, closeSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { Applier } from './apply/applier'
import { Consoles } from './console/consoles'
import { sandboxPlaces } from './console/places'
import { keepFramesFromRules } from './kernel/bridge-netfilter'
import { writeForwarding } from './kernel/forwarding'
import { Namespaces } from './kernel/namespaces'
import { prepareSandboxRun } from './kernel/netns'
import { Machine } from './observe/machine'
import { Observer } from './observe/observer'
import { Services } from './services/services'
import { Clients } from './socket/clients'
import { Requests } from './socket/requests'

/** A socket in a folder that was opened for us, and that nothing here must be able to reach once we listen. */
const INHERITED = /^\/proc\/self\/fd\/(\d+)\//

interface Options {
  lab: string
  socket: string
  /** Seconds. */
  idle: number
  /** Whether this computer's files are closed to what runs here. */
  closed: boolean
}

/**
 * The agent of one sandbox: it listens on a Unix socket until its lab is destroyed, or, `idle` seconds after the last client has left,
 * when it is empty.
 */
export async function runSandbox({ lab, socket, idle, closed }: Options): Promise<void> {
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
  // A new namespace begins with what the computer's own has, and Docker turns that on; a plan begins with a machine that does not forward.
  writeForwarding(namespaces.host.route, namespaces.host.fd, { ipv4: false, ipv6: false })
  const services = new Services(namespaces)
  const observer = new Observer(new Machine(namespaces, services))
  await observer.start()
  const applier = new Applier(observer)
  const consoles = new Consoles(namespaces)
  const end = () => {
    server.close()
    consoles.end()
    observer.stop()
    services.end()
    // An inherited folder's socket is taken away by who opened the folder.
    if (folder === undefined) rmSync(socket, { force: true })
    process.exit(0)
  }
  const requests = new Requests(
    { machine: 'sandbox', lab, onDestroyed: end, placeOf: sandboxPlaces(namespaces, closed) },
    observer,
    applier,
    consoles,
  )
  const isEmpty = () =>
    !applier.isBusy && Object.keys(applier.applied).length === 0 && observer.machine.namespaces.all().length === 1
  const clients = new Clients(requests, idle, isEmpty, end)
  server.on('connection', (client) => clients.add(client, true))
  observer.machine.onChange(() => clients.considerEnding())
  applier.onApplied(() => clients.considerEnding())
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  clients.considerEnding()
}
