import type { Logger } from 'pino'
import type { MachineProblem } from '../../core/text/machines'
import type { LabStore } from '../labs/store'
import type { Rooms } from './rooms'
import type { Sessions } from './sessions'

/** What all connections work with. */
export interface Shared {
  store: LabStore
  rooms: Rooms
  sessions: Sessions
  log: Logger
  /** Why this computer's agent could not be started, where it should have been. */
  hostProblem: MachineProblem | undefined
}
