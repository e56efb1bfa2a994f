import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds `app/` and `labs/`, from the sources as well as from the bundle in `dist/`. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)))
