import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { connectAgent } from '../../server/machines/connection'
import { counted } from '../figures'
import type { Messages } from './messages'
import type { Random } from './random'

/** Connections that talk at once, and how long one lives, in messages. */
const TALKERS = 4
const BATCH = 50
const LIFE = 400
/** An agent that does not say hello in this time hangs. Applies that were asked for take their turn before. */
const HANG_MS = 60_000

/** What a process holds. */
export interface Holdings {
  /** What its descriptors stand for, without what tells one of a kind from another. */
  descriptors: string[]
  children: number
  megabytes: number
}

export function holdingsOf(pid: number): Holdings {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return {
    descriptors: descriptorsOf(pid),
    children: readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).length,
    megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  }
}

function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  const targets = readdirSync(folder).flatMap((fd) => {
    try {
      return readlinkSync(join(folder, fd)).replace(/\d{4,}/g, 'N')
    } catch (error) {
      // Closed since it was listed.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })
  return targets.sort()
}

/** Sends `count` messages over connections that come and go; after each batch the agent has to answer one that is as it should be. */
export async function fuzz(socket: string, messages: Messages, random: Random, count: number, what: string): Promise<void> {
  const talkers: (Talker | undefined)[] = Array.from({ length: TALKERS })
  for (let sent = 0; sent < count; ) {
    const at = random.below(TALKERS)
    const talker = await usable(talkers[at], socket)
    talkers[at] = talker
    const batch = Array.from({ length: Math.min(BATCH, count - sent) }, () => messages.next())
    talker.send(batch)
    await answers(socket, what, sent, batch)
    for (const each of batch.keys()) await counted('fuzzed messages', `${what} ${sent + each}`, () => undefined)
    sent += batch.length
  }
  for (const talker of talkers) talker?.close()
}

async function usable(talker: Talker | undefined, socket: string): Promise<Talker> {
  if (talker && !talker.isSpent) return talker
  talker?.close()
  return Talker.open(socket)
}

async function answers(socket: string, what: string, sent: number, batch: readonly Buffer[]): Promise<void> {
  const hung = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer in ${HANG_MS} ms`)), HANG_MS).unref()
  })
  try {
    // It says hello before anything else.
    const one = await Promise.race([connectAgent(socket), hung])
    one.close()
  } catch (error) {
    const said = batch.map((bytes) => bytes.toString('latin1').slice(0, 2000)).join('')
    throw new Error(`${what}: after message ${sent} the agent does not answer: ${error}. What it was sent last:\n${said}`)
  }
}

class Talker {
  private said = 0

  private constructor(private readonly socket: Socket) {
    // Whatever it is answered is read and forgotten; that it hangs up is its right.
    socket.resume()
    socket.on('error', () => socket.destroy())
  }

  static async open(path: string): Promise<Talker> {
    const socket = connect(path)
    await once(socket, 'connect')
    return new Talker(socket)
  }

  get isSpent(): boolean {
    return this.said > LIFE || this.socket.destroyed || !this.socket.writable
  }

  send(batch: readonly Buffer[]): void {
    this.said += batch.length
    this.socket.write(Buffer.concat(batch))
  }

  close(): void {
    this.socket.destroy()
  }
}
