import type { Observation } from '../../core/protocol/agent'
import type { AgentConnection } from './connection'

/**
 * What the machine holds, read anew: while nobody looks on, an agent reads again only what events tell. Rejects with what could not be
 * read. It uses the connection up.
 */
export async function observeAnew(connection: AgentConnection): Promise<Observation> {
  await connection.request({ type: 'read' }).catch((error: unknown) => {
    connection.close()
    throw error
  })
  return observeOnce(connection)
}

/** What the machine holds as its agent knows it. It uses the connection up: observing ends only with it. */
export async function observeOnce(connection: AgentConnection): Promise<Observation> {
  try {
    return await new Promise<Observation>((resolve, reject) => {
      const stream = connection.stream({ type: 'observe', traffic: false }, (frame) => {
        if (frame.type === 'observation') resolve(frame.observation)
      })
      stream.done.catch(reject)
    })
  } finally {
    connection.close()
  }
}
