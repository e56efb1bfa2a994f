import { beforeAll } from 'vitest'
import { run, sweepRoot } from './ip-machine'

/**
 * Every file finds the private root as the kernel makes one on a computer that nobody has changed, whichever file ran before, whatever that left,
 * and whatever a new network namespace inherits from this computer (Docker turns forwarding on).
 */
beforeAll(() => {
  sweepRoot()
  run('ip', ['link', 'set', 'lo', 'up'])
  run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=0', 'net.ipv6.conf.all.forwarding=0', 'net.ipv6.conf.default.forwarding=0'])
})
