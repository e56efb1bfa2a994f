import type { Observation } from '../../core/protocol/agent'
import type { AgentConnection } from './connection'

/** What the machine holds now, read once. It uses the connection up: observing ends only with it. */
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
