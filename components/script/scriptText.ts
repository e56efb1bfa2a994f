import { writeLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import { bashScript } from '../../core/script/bash'
import type { Locale } from '../../core/text/locale'
import type { Dialect } from '../state/viewStore'

// Loaded with the script panel only: it brings the YAML writer along.

/** A lab as text: the standalone script, or the lab file. */
export function scriptText(lab: Lab, format: 'bash' | 'yaml', dialect: Dialect, locale: Locale): string {
  return format === 'bash' ? bashScript(lab, { dialect, locale }) : writeLabFile(lab)
}

/** The name of the file that a text is downloaded as. */
export function fileName(lab: Lab, format: 'bash' | 'yaml'): string {
  return format === 'bash' ? `${lab.name}.sh` : `${lab.name}.netloom.yaml`
}
