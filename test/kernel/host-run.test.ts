import { rmdirSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { HostMachine } from './host-machine'
import { run } from './ip-machine'

it('the folder of names that the agent of this computer makes is open to all, as the one of ip netns is', async () => {
  run('sh', ['-c', 'while umount /run/netns 2>/dev/null; do :; done'])
  rmdirSync('/run/netns')
  // As root's command line starts it.
  const host = await HostMachine.start(60, undefined, { by: ['sh', '-c', 'umask 077; exec "$@"', 'sh'], options: [] })
  try {
    expect((statSync('/run/netns').mode & 0o777).toString(8)).toBe('755')
  } finally {
    await host.close()
  }
})
