import { setTimeout as delay } from 'node:timers/promises'
import { emptyLab } from '../core/lab/empty'
import type { BenchResult } from './result'
import { Stage } from './stage'

/** KB (1000 bytes) of script. */
const LIMIT = 350
/** Milliseconds without a request after which the page has all that it asks for by itself. */
const QUIET = 1500

interface Fetched {
  url: string
  type: string
  encoding: string
  /** Of the answer's head, and of its body. */
  head: number
  bytes: number
  done: boolean
}

/** What a browser with an empty cache is sent for the editor's page until it is touched, as the network log says: bodies, as they came. */
export async function benchFirstLoad(): Promise<BenchResult[]> {
  const stage = await Stage.open()
  const lab = emptyLab('first-load')
  await stage.keep(lab)
  const context = await stage.visitor()
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  const fetched = new Map<string, Fetched>()
  let last = performance.now()
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? ''
    fetched.set(requestId, { url: response.url, type, encoding, head: response.encodedDataLength, bytes: 0, done: false })
    last = performance.now()
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = fetched.get(requestId)
    if (one) Object.assign(one, { bytes: encodedDataLength - one.head, done: true })
    last = performance.now()
  })
  await network.send('Network.enable')
  await page.goto(`${stage.server.origin}/lab/${lab.name}`)
  await page.locator('.react-flow__node').first().waitFor()
  while (performance.now() - last < QUIET) await delay(50)

  const all = [...fetched.values()].filter(({ done }) => done)
  const scripts = all.filter(({ url, type }) => type === 'Script' || new URL(url).pathname.endsWith('.js'))
  const kilobytes = (some: readonly Fetched[]) => some.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
  if (process.env.NETLOOM_BENCH_FILES) {
    for (const { url, bytes, encoding } of scripts.toSorted((a, b) => b.bytes - a.bytes))
      process.stderr.write(`${bytes} ${encoding || 'plain'} ${new URL(url).pathname}\n`)
  }
  const plain = scripts.filter(({ encoding }) => encoding === '')
  return [
    { what: `editor's first load, script (${scripts.length} files)`, value: kilobytes(scripts), unit: 'KB', limit: LIMIT },
    { what: `editor's first load, script that came uncompressed`, value: kilobytes(plain), unit: 'KB', limit: 0 },
    { what: `editor's first load, everything`, value: kilobytes(all), unit: 'KB' },
  ]
}
