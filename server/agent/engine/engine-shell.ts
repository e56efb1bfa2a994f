import { request } from 'node:http'
import type { Socket } from 'node:net'
import * as z from 'zod'
import type { ContainerState } from '../../../core/state/container'
import type { Pty, PtyEnd } from '../console/pty'
import { log } from '../log'
import { engineSocket } from './engine-api'

/**
 * A shell in a container, started by its engine as `docker exec -it` does: with the container's own files, processes and limits, none of ours.
 * docs.docker.com/reference/api/engine, "Exec". It is the one thing that we ask an engine to do.
 */

const TIMEOUT_MS = 10_000
/** Characters of an answer; what is asked for here is a few hundred. */
const MAX_ANSWER = 1_000_000
/** Bytes that may wait for a shell that does not read. */
const MAX_WAITING = 256 * 1024
/** A container may have bash, and has `sh` unless it has no shell at all. */
const SHELL = 'if command -v bash >/dev/null; then exec bash -i; else exec sh -i; fi'
/** Times that a new shell is asked for its process, and milliseconds between. */
const ASKED = 50
const ASK_EVERY = 20

const createdSchema = z.object({ Id: z.string() })
const inspectSchema = z.object({ Running: z.boolean(), ExitCode: z.int().nullish(), Pid: z.int().nullish() })

/** Asks the engine; the answer's body. Throws with the engine's own words. */
function ask(socketPath: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'engine', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const asked = request({ socketPath, method, path, timeout: TIMEOUT_MS, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > MAX_ANSWER) response.destroy(new Error(`the answer to ${path} is too long`))
      })
      response.on('error', reject)
      response.on('end', () => {
        if ((response.statusCode ?? 500) >= 300) return reject(new Error(engineWords(text)))
        try {
          resolve(text.trim() === '' ? undefined : JSON.parse(text))
        } catch (error) {
          reject(new Error(`the container engine’s answer to ${path} is not JSON: ${error}`))
        }
      })
    })
    asked.on('timeout', () => asked.destroy(new Error('the container engine does not answer')))
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** `{"message": "…"}`, as engines tell of an error. */
function engineWords(text: string): string {
  const said = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  return (said ?? text).slice(0, 300)
}

/** Starts it and takes the connection over for its input and output. */
function takeOver(socketPath: string, exec: string): Promise<{ stream: Socket; first: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'engine', 'content-type': 'application/json', connection: 'Upgrade', upgrade: 'tcp' }
    const asked = request(
      { socketPath, method: 'POST', path: `/exec/${exec}/start`, timeout: TIMEOUT_MS, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
          if (text.length > MAX_ANSWER) response.destroy(new Error('the container engine’s answer is too long'))
        })
        response.on('error', reject)
        response.on('end', () => reject(new Error(engineWords(text))))
      },
    )
    asked.on('upgrade', (_response, stream: Socket, first) => {
      stream.setTimeout(0)
      resolve({ stream, first })
    })
    asked.on('timeout', () => asked.destroy(new Error('the container engine does not answer')))
    asked.on('error', reject)
    asked.end(JSON.stringify({ Detach: false, Tty: true }))
  })
}

/** Starts a shell in a running container. Rejects with the engine's words, as when there is no shell in it. */
export async function startContainerShell(
  { engine, id, name }: ContainerState,
  size: { cols: number; rows: number },
  on: { data: (data: Buffer) => void; end: (end: PtyEnd) => void },
): Promise<Pty> {
  const socketPath = engineSocket(engine)
  const resize = (cols: number, rows: number) => ask(socketPath, 'POST', `/exec/${exec}/resize?h=${rows}&w=${cols}`)
  const { Id: exec } = createdSchema.parse(
    await ask(socketPath, 'POST', `/containers/${encodeURIComponent(id)}/exec`, {
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
      Env: ['TERM=xterm-256color', `PS1=${name}:\\w\\$ `],
      Cmd: ['/bin/sh', '-c', SHELL],
    }),
  )
  const inspect = async () => inspectSchema.parse(await ask(socketPath, 'GET', `/exec/${exec}/json`))
  const { stream, first } = await takeOver(socketPath, exec)
  stream.on('data', on.data)
  stream.on('error', (error) => log(`the console in ${name}: ${error.message}`))
  stream.once('close', () => {
    inspect().then(
      ({ ExitCode }) => on.end({ exitCode: ExitCode ?? null }),
      // The engine or the container has gone.
      () => on.end({ exitCode: null }),
    )
  })
  if (first.length > 0) on.data(first)
  const session = await processOf(inspect).catch((error: unknown) => {
    // Nobody could see or end a shell whose processes are not known.
    stream.destroy()
    throw error
  })
  const fits = (cols: number, rows: number) =>
    resize(cols, rows).catch((error) => {
      // It may have ended meanwhile.
      if (!stream.destroyed) log(`the console in ${name} keeps its size: ${error}`)
    })
  await fits(size.cols, size.rows)
  return {
    session,
    write: (data) => {
      if (stream.writableLength > MAX_WAITING) return false
      if (!stream.destroyed) stream.write(data)
      return true
    },
    resize: (cols, rows) => void fits(cols, rows),
    pause: () => stream.pause(),
    resume: () => stream.resume(),
  }
}

/** Its first process, which leads the session of all that it starts; 0 when it has ended already. */
async function processOf(inspect: () => Promise<z.infer<typeof inspectSchema>>): Promise<number> {
  for (let asked = 0; asked < ASKED; asked++) {
    const { Running, Pid } = await inspect()
    if (Pid) return Pid
    if (!Running && asked > 0) return 0
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY))
  }
  return 0
}
