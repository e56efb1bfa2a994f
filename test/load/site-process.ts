import { readdirSync } from 'node:fs'
import { openSite } from '../../server/web/testing/harness'

/**
 * A web process by itself, so that what it holds can be told from what its browsers do. Started with an IPC channel: says where it listens,
 * then answers every message with what it holds after collecting garbage, and ends with its parent.
 */
const site = await openSite({ home: process.argv[2] })
process.send?.({ port: site.port, links: await Promise.all([site.link(), site.link()]) })
process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  process.send?.({ megabytes: (heapUsed + external) / 1e6, descriptors: readdirSync('/proc/self/fd').length })
})
process.on('disconnect', async () => {
  await site.close()
  process.exit()
})
