import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Lab } from '../core/lab/schema'
import { CLI } from './command'
import { onEnd } from './ending'
import type { BenchResult } from './result'
import { percentile } from './sandboxed'
import { Stage, zoomTo } from './stage'
import { buildingLab, settled, starLab } from './star'

const SIZE = 1000
const LEAST = 50
/** Milliseconds of each pan, and between two moves of the mouse. */
const PAN = 5000
const MOUSE = 8
/** Pixels to each side, and milliseconds there and back; the two directions are not in step. */
const SWING = { x: 380, y: 220, across: 2600, down: 1700 }
/** Links that go down or come up in a second of live updates. */
const CHANGES_PER_SECOND = 100
/** Of those that are due: it takes a moment to begin. */
const MADE_AT_LEAST = 0.9

/** For each port of its first line, until its input ends: down, and up again, at its pace whatever `ip` takes. Says how often. */
const CHANGES = `
exec {to}> >(exec ip -force -batch -)
pause() {
  ((next += 1000000 / ${CHANGES_PER_SECOND}, left = next - \${EPOCHREALTIME/[.,]/}))
  printf -v left 0.%06d $((left > 1 ? left : 1))
  read -rt "$left"
  (($? > 128))
}
read -ra ports
count=0 next=\${EPOCHREALTIME/[.,]/}
while :; do
  for port in "\${ports[@]}"; do
    echo "link set $port down" >&$to
    pause || end=yes
    echo "link set $port up" >&$to
    ((count += 2))
    [ -z "$end" ] && pause || { echo $count; exit; }
  done
done`

const NO_IPV6 = 'for n in /run/netns/*; do nsenter --net=$n sh -c "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6"; done'

/**
 * A lab of a thousand nodes, and one of them to look at near by. With IPv6 each host of the star that comes up says things that the kernel
 * carries to the 999 others, which takes the most of a processor; without it, the rest of the same can be seen.
 */
const LABS = {
  building: { lab: () => buildingLab(SIZE), near: 'd12-20' },
  star: { lab: () => starLab(SIZE), near: 'y500' },
  'star without IPv6': { lab: () => starLab(SIZE), near: 'y500', first: NO_IPV6 },
}

/** Frames per second while a lab of a thousand nodes is panned with the mouse: at rest and under live updates, whole and near by. */
export async function benchCanvas(name: keyof typeof LABS): Promise<BenchResult[]> {
  const { near, lab: labOf, first } = { first: undefined, ...LABS[name] }
  const lab = labOf()
  const stage = await Stage.open()
  await stage.run(lab)
  if (first !== undefined) await stage.netloom.run(['exec', lab.name, 'host', '--', 'sh', '-c', first])
  await settled(SIZE)
  const page = await stage.page(lab)
  const results: BenchResult[] = []
  for (const zoomed of [false, true]) {
    if (zoomed) await zoomTo(page, near)
    const view = `${name} of ${SIZE} nodes ${zoomed ? 'near by' : 'in full view'}`
    results.push(...lines(`${view}, pan`, await pan(page)))
    const stop = changes(stage.server.home, lab.name, portsOf(lab))
    results.push(...lines(`${view}, pan under live updates`, await pan(page)))
    await stop()
  }
  return results
}

function portsOf(lab: Lab): string[] {
  return Object.values(lab.links).map((link) => link.endpoints[1].slice(link.endpoints[1].indexOf(':') + 1))
}

function lines(what: string, frames: readonly number[]): BenchResult[] {
  const total = frames.reduce((sum, one) => sum + one, 0)
  return [
    { what, value: (frames.length / total) * 1000, unit: 'fps', least: LEAST },
    { what: `${what}, frame p95`, value: percentile(frames, 0.95), unit: 'ms' },
  ]
}

/** Milliseconds of each frame while the paper is dragged about by its empty part. */
async function pan(page: Page): Promise<number[]> {
  const start = await emptySpot(page)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + 4, start.y + 4)
  await page.evaluate(() => {
    const frames: number[] = []
    const record = (at: number) => {
      frames.push(at)
      if (Reflect.get(window, 'netloomFrames') === frames) requestAnimationFrame(record)
    }
    Reflect.set(window, 'netloomFrames', frames)
    requestAnimationFrame(record)
  })
  const began = performance.now()
  for (let at = 0; at < PAN; at = performance.now() - began) {
    const x = start.x + SWING.x * Math.sin((2 * Math.PI * at) / SWING.across)
    const y = start.y + SWING.y * Math.sin((2 * Math.PI * at) / SWING.down)
    const moved = performance.now()
    await page.mouse.move(Math.round(x), Math.round(y))
    await delay(Math.max(0, MOUSE - (performance.now() - moved)))
  }
  const times = await page.evaluate(() => {
    const frames: number[] = Reflect.get(window, 'netloomFrames')
    Reflect.set(window, 'netloomFrames', undefined)
    return frames
  })
  await page.mouse.up()
  return times.slice(1).map((at, index) => at - (times[index] ?? at))
}

/** A point of the canvas with nothing on it, as near to the middle as there is one. */
async function emptySpot(page: Page): Promise<{ x: number; y: number }> {
  // A paper that was just moved lies under a cover for a moment.
  const found = await page.waitForFunction(() => {
    const spots: { x: number; y: number; away: number }[] = []
    for (let x = 120; x < innerWidth - 40; x += 6)
      for (let y = 80; y < innerHeight - 80; y += 6)
        spots.push({ x, y, away: Math.hypot(x - innerWidth / 2, y - innerHeight / 2) })
    // To ask what is at a point is dear among a thousand nodes.
    return spots
      .sort((a, b) => a.away - b.away)
      .find(({ x, y }) => document.elementFromPoint(x, y)?.classList.contains('react-flow__pane'))
  })
  const spot = await found.jsonValue()
  if (!spot) throw new Error('there is no empty spot to take the paper by')
  return spot
}

/**
 * Takes ports down and up again, one after the other, until it is stopped. It runs by itself, where the ports are: told from here, each change
 * would pass through the agent, which is among what is measured.
 */
function changes(home: string, lab: string, ports: readonly string[]): () => Promise<void> {
  const child = spawn(process.execPath, [CLI, 'exec', lab, 'host', '--', 'bash', '--norc', '-c', CHANGES], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NETLOOM_HOME: home },
  })
  const began = performance.now()
  const told = text(child.stdout)
  child.stdin.write(`${ports.join(' ')}\n`)
  let stopped: Promise<void> | undefined
  const end = async () => {
    const due = ((performance.now() - began) / 1000) * CHANGES_PER_SECOND
    child.stdin.end()
    const made = Number(await told)
    if (!(made > due * MADE_AT_LEAST)) throw new Error(`there were ${made} changes of links where ${Math.round(due)} were due`)
  }
  const stop = () => {
    stopped ??= end()
    return stopped
  }
  onEnd(stop)
  return stop
}
