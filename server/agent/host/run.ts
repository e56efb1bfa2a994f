import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { orphansOf } from '../../../core/plan/orphans'
import { LOG_FILE } from '../../../core/protocol/applied-log'
import { Applier } from '../apply/applier'
import { Consoles } from '../console/consoles'
import { hostPlaces } from '../console/places'
import { Containers } from '../engine/containers'
import { Namespaces } from '../kernel/namespaces'
import { homeInode, prepareHostRun } from '../kernel/netns'
import { Machine } from '../observe/machine'
import { Observer } from '../observe/observer'
import { resumeServices } from '../services/resume'
import { Services } from '../services/services'
import { Clients } from '../socket/clients'
import { Requests } from '../socket/requests'
import { AppliedLog } from './applied-log'
import { Doors } from './doors'
import { HostKeeper } from './keeper'
import { HostMemory, incarnationOf } from './memory'
import { recover } from './recover'
import { FileRegister } from './register'

/**
 * The agent of this computer itself, for all labs on it. It remembers in `folder` what is ours, takes back what an earlier one was killed
 * in, puts back what nobody confirms, and ends, `idle` seconds after the last client has left, when no lab is applied.
 */
export async function runHost(options: {
  folder: string
  idle: number
  confirmSeconds: number
  /** Where it keeps its log of what was applied. */
  logFolder: string
  /** A user whose door is open from the start. */
  admitted?: number
}): Promise<void> {
  const { folder, idle, confirmSeconds, logFolder, admitted } = options
  if (process.getuid?.() !== 0) throw new Error('only root may change this computer')
  prepareHostRun()
  const memory = new HostMemory(folder, incarnationOf(homeInode()))
  const register = new FileRegister(memory.at('namespaces'))
  const containers = new Containers()
  await containers.refresh()
  const namespaces = new Namespaces(register, containers)
  // An agent that was killed took its programs with it, and left their files.
  rmSync(join(folder, 'services'), { recursive: true, force: true })
  const services = new Services(namespaces, (lab) => join(folder, 'services', lab))
  const observer = new Observer(new Machine(namespaces, services))
  const appliedLog = new AppliedLog(join(logFolder, LOG_FILE))
  const keeper = new HostKeeper(memory, observer.machine, appliedLog)
  await observer.start()
  containers.watch(() => observer.lookAround())
  register.keep(new Set(namespaces.all().map(({ inode }) => inode)))
  const applier = new Applier(observer, keeper, confirmSeconds)
  const consoles = new Consoles(namespaces)
  const recovered = await recover(memory, keeper, observer, applier)
  for (const lab of Object.values(applier.applied)) containers.want(lab, new Set(Object.keys(applier.applied)))
  await observer.inTurn(() => resumeServices(observer, Object.values(applier.applied)))

  const doors = new Doors(folder, (socket, privileged) => clients.add(socket, privileged))
  const end = () => {
    doors.close()
    // An engine lets a shell live on when whoever asked for it goes.
    consoles.end()
    observer.stop()
    containers.stop()
    services.end()
    process.exit(0)
  }
  const holdsNothing = () => {
    const { applied, isBusy, waiting } = applier
    const isBare = Object.keys(applied).length === 0 && orphansOf(observer.machine.state, new Set()).labs.length === 0
    return !isBusy && !waiting && isBare
  }
  const onDestroyed = () => clients.considerEnding()
  const admit = (uid: number) => doors.admit(uid)
  const requests = new Requests(
    { machine: 'host', recovered, onDestroyed, admit, logOf: (lab) => appliedLog.of(lab), placeOf: hostPlaces(namespaces) },
    observer,
    applier,
    consoles,
  )
  const clients = new Clients(requests, idle, holdsNothing, end)
  // Who asked may be gone by the time that a change ends, or is put back because nobody kept it.
  applier.onApplied(() => clients.considerEnding())
  await doors.openRoot()
  if (admitted !== undefined) await doors.admit(admitted)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  clients.considerEnding()
}
