import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The capabilities that the unit leaves, as setpriv(1) names them. */
function capabilities(): string[] {
  const unit = readFileSync(join(import.meta.dirname, '../../packaging/systemd/netloom-agent.service'), 'utf8')
  const [, names = ''] = /^CapabilityBoundingSet=(.*)$/m.exec(unit) ?? []
  return names.split(' ').map((name) => name.replace(/^CAP_/, '').toLowerCase())
}

/** What a command is started by to have what the systemd unit of this computer's agent leaves it, and no more. */
export function asUnit(): string[] {
  const bounds = ['-all', ...capabilities().map((name) => `+${name}`)].join(',')
  return ['setpriv', '--bounding-set', bounds, '--inh-caps=-all', '--no-new-privs']
}
