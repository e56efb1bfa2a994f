import { it } from 'vitest'
import { run } from '../kernel/ip-machine'
import { manyBrowsers } from '../load/many-browsers'

it('a hundred browsers edit one lab for a minute, and lose nothing', async () => {
  // Small buffers of the kernel: little is enough to fill them, and a hundred browsers need not read so much.
  run('sysctl', ['-w', 'net.ipv4.tcp_rmem=4096 131072 262144', 'net.ipv4.tcp_wmem=4096 131072 262144'])
  await manyBrowsers(100, 60, 8)
}, 600_000)
