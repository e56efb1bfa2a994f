import '../../core/text/zh'
import { canvasZh } from './canvas.zh'
import { consoleZh } from './console.zh'
import { containersZh } from './containers.zh'
import { dhcpZh } from './dhcp.zh'
import { filterZh } from './filter.zh'
import { hostZh } from './host.zh'
import { neighboursZh } from './neighbours.zh'
import { panelsZh } from './panels.zh'
import { sessionZh } from './session.zh'
import { shellZh } from './shell.zh'
import type { Text } from './text'

/** The page in Simplified Chinese; with it come the words of diagnostics, reasons and drift. */
export const zh: Text = {
  shell: shellZh,
  canvas: canvasZh,
  panels: panelsZh,
  neighbours: neighboursZh,
  filter: filterZh,
  dhcp: dhcpZh,
  console: consoleZh,
  session: sessionZh,
  containers: containersZh,
  host: hostZh,
}
