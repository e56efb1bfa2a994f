import * as z from 'zod'
import { engineSchema } from '../state/container'

/** A container's name as Docker and Podman take it (names.go: RestrictedNamePattern), bounded. */
export const containerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/, { error: 'bad-container-name' })

/** What tells which running container, or which process, a node is. */
export const containerIdentity = {
  engine: engineSchema.optional(),
  container: containerName.optional(),
  pid: z.int().min(1).max(4194304).optional(),
}
