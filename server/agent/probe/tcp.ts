import { closeSync } from 'node:fs'
import { isIPv6, Socket } from 'node:net'
import type { TcpResult } from '../../../core/protocol/agent'
import { AF_INET, AF_INET6, openSocket, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM } from '../kernel/libc'
import type { Namespace } from '../kernel/namespace'

const OUTCOMES: Record<string, TcpResult['outcome']> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
}

/** Connects once from inside the namespace and closes. The socket belongs to the namespace that it is made in, so only that has to happen inside. */
export function checkTcp(
  namespace: Namespace,
  address: string,
  port: number,
  timeout: number,
  signal: AbortSignal,
): Promise<TcpResult> {
  const family = isIPv6(address) ? AF_INET6 : AF_INET
  const fd = namespace.enter(() => openSocket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
  let socket: Socket
  try {
    socket = new Socket({ fd })
  } catch (error) {
    closeSync(fd)
    throw error
  }
  const started = performance.now()
  return new Promise((resolve) => {
    const finish = (outcome: TcpResult['outcome'], text?: string) => {
      clearTimeout(timer)
      socket.destroy()
      const ms = Math.round((performance.now() - started) * 1000) / 1000
      resolve({ outcome, address, ms, ...(text === undefined ? {} : { text }) })
    }
    const timer = setTimeout(() => finish('timeout'), timeout)
    signal.addEventListener('abort', () => finish('error', 'cancelled'), { once: true })
    socket.once('connect', () => finish('connected'))
    socket.on('error', (error: NodeJS.ErrnoException) => finish(OUTCOMES[error.code ?? ''] ?? 'error', error.message))
    socket.connect({ host: address, port })
  })
}
