import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { ROUTE_PROTOCOL } from '../core/state/owner'
import type { BenchResult } from './result'
import { median, percentile } from './sandboxed'
import { NodeShell } from './shell'
import { rowOf, Stage, zoomTo } from './stage'
import { GATEWAY, starLab } from './star'

/** Changes that are measured, half of them down and half up. */
const CHANGES = 100
/** The first ones, while the page and the agent warm up. */
const WARM_UP = 10
/** Milliseconds between a change that is on the page and the next one: not in step with anything of ours. */
const PAUSE = { least: 250, span: 200 }
/** For the mark of drift, which is what the change means and not only that it was. */
const MARKED = 100

/** When the page showed a change, in milliseconds since 1970 by its own clock. */
interface Shown {
  light: number
  mark: number
  /** Of a change that is drift; the way back may leave other drift. */
  words?: number
}

/** From a change in the kernel behind our back to the page's DOM, by the system's one clock. */
export async function benchLive(size: number, limit: number): Promise<BenchResult[]> {
  const stage = await Stage.open()
  const lab = starLab(size)
  await stage.run(lab)
  const page = await stage.page(lab)
  await zoomTo(page, 'y0')
  await page.mouse.move(5, 895)
  await page.locator(rowOf('y0', 'eth0')).waitFor()
  const clock = await clockOf(page)
  const shell = new NodeShell(stage.server.home, lab.name, 'y0')
  const times = { light: [] as number[], mark: [] as number[], words: [] as number[] }
  for (let change = 0; change < WARM_UP + CHANGES; change++) {
    const up = change % 2 === 1
    await watchFor(page, up)
    const at = (await shell.ip(`link set eth0 ${up ? 'up' : 'down'}`)) - clock
    const { light, mark, words } = await whenShown(page)
    if (change >= WARM_UP) {
      times.light.push(light - at)
      times.mark.push(mark - at)
      if (words !== undefined) times.words.push(words - at)
    }
    if (up) {
      // The default route went with the link, and would still be missing at the next change.
      await shell.ip(`route replace default via ${GATEWAY} proto ${ROUTE_PROTOCOL}`)
      await page.locator('[data-testid="sync"][data-sync="in-sync"]').waitFor()
    }
    await delay(PAUSE.least + Math.random() * PAUSE.span)
  }
  const line = (what: string, value: number, most?: number): BenchResult => ({
    what: `kernel event to ${what}, ${size} namespaces`,
    value,
    unit: 'ms',
    ...(most === undefined ? {} : { limit: most }),
  })
  return [
    line('the light on the page, p50', median(times.light)),
    line('the light on the page, p95', percentile(times.light, 0.95), limit),
    line('the mark of drift, p50', median(times.mark)),
    line('the mark of drift, p95', percentile(times.mark, 0.95), MARKED),
    line('the words in the top bar, p95', percentile(times.words, 0.95), MARKED),
  ]
}

/** Begins to watch the row of y0's eth0 and the top bar. `up`: whether the interface will come up. */
async function watchFor(page: Page, up: boolean): Promise<void> {
  await page.evaluate(
    ({ row, up }) => {
      const line = document.querySelector(row)
      const bar = document.querySelector('[data-testid="sync"]')
      if (!line || !bar) throw new Error('the row is not on the page')
      const shown: Partial<Shown> = {}
      const shownAll = new Promise((resolve, reject) => {
        const look = () => {
          const now = performance.timeOrigin + performance.now()
          if (line.querySelector('svg')?.classList.contains('text-ok') === up) shown.light ??= now
          if (line.hasAttribute('data-drift') !== up) shown.mark ??= now
          if (!up && bar.getAttribute('data-sync') === 'drifted') shown.words ??= now
          if (shown.light === undefined || shown.mark === undefined || (!up && shown.words === undefined)) return
          observer.disconnect()
          clearTimeout(timer)
          resolve(shown)
        }
        const observer = new MutationObserver(look)
        for (const element of [line, bar])
          observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true })
        const timer = setTimeout(() => {
          observer.disconnect()
          reject(new Error(`not on the page after 10 s: ${JSON.stringify(shown)} ${line.outerHTML} ${bar.outerHTML}`))
        }, 10_000)
      })
      Reflect.set(window, 'netloomShown', shownAll)
    },
    { row: rowOf('y0', 'eth0'), up },
  )
}

/** Resolves when all that is watched for has been seen. */
function whenShown(page: Page): Promise<Shown> {
  return page.evaluate(() => Reflect.get(window, 'netloomShown') as Promise<Shown>)
}

/** Milliseconds that the system's clock is ahead of the page's. The page's began with the system's and has run by itself since. */
async function clockOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    let ahead = Number.NEGATIVE_INFINITY
    // The system's clock comes in whole milliseconds: it is right when one has just begun.
    for (const end = performance.now() + 50; performance.now() < end; )
      ahead = Math.max(ahead, Date.now() - performance.timeOrigin - performance.now())
    return ahead
  })
}
