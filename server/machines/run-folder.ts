import { lchown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { netloomHome } from './home'
import { serviceUser } from './service-user'

/** The folder of the machines' sockets, locks and logs, made when it is not there; only its owner may look inside. */
export async function runFolder(): Promise<string> {
  const owner = await serviceUser()
  const folder = join(netloomHome(), 'run')
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  // Not through a link: the folder above belongs to an ordinary user.
  if (made !== undefined && owner) await lchown(folder, owner.uid, owner.gid)
  return folder
}

/** Where the agent of a lab listens. */
export async function socketPath(lab: string): Promise<string> {
  return join(await runFolder(), `${lab}.sock`)
}

/** What the agent of a lab has to say for itself; started anew with each agent. */
export async function logPath(lab: string): Promise<string> {
  return join(await runFolder(), `${lab}.log`)
}
