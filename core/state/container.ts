import * as z from 'zod'

/** The container engines that we know how to ask. */
export const ENGINES = ['docker', 'podman'] as const
/** The Debian package of each engine's program. */
export const ENGINE_PACKAGES = { docker: 'docker.io', podman: 'podman' } as const
export const engineSchema = z.enum(ENGINES)

/** A running container, as its engine tells it. */
export const containerStateSchema = z.object({
  engine: engineSchema,
  /** The engine's own id: another one after the container was made anew under the same name. */
  id: z.string(),
  name: z.string(),
  image: z.string(),
  /** Of its first process, in the PID namespace of the agent. */
  pid: z.int(),
  /** Names of the engine's networks that it is in; `none` and `host` are networks to Docker. */
  networks: z.array(z.string()),
})

export type Engine = z.infer<typeof engineSchema>
export type ContainerState = z.infer<typeof containerStateSchema>
