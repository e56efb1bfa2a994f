import { expect, it } from 'vitest'
import { type Holdings, holdingsOf } from '../fuzz/fuzzer'
import { Random } from '../fuzz/random'
import { run } from '../kernel/ip-machine'
import { HostSoak, WebSoak } from '../load/soak'

const MINUTES = Number(process.env.NETLOOM_SOAK_MINUTES ?? 30)
const SEED = Number(process.env.NETLOOM_SEED ?? Date.now() % 1e9)
/** Steps after which everything is taken away and counted. */
const ROUND = 25
const GROWTH_MB = 60

/** What is left of a machine: names of namespaces, links, tables, and how many processes there are. */
function machine(): Record<string, string> {
  return {
    namespaces: run('sh', ['-c', 'ls /run/netns']),
    links: run('sh', ['-c', 'ip -o link | cut -d: -f2']),
    tables: run('nft', ['list', 'tables']),
    addresses: run('ip', ['-o', '-4', 'address']),
    routes: run('ip', ['route', 'show', 'table', 'all', 'type', 'unicast']),
  }
}

/** What a process holds at rest: what was closed, and what was told to end, takes a moment. */
async function atMost(pid: number, most: Holdings): Promise<void> {
  await expect.poll(() => holdingsOf(pid).descriptors.length, { timeout: 60_000 }).toBeLessThanOrEqual(most.descriptors.length)
  expect(holdingsOf(pid).megabytes).toBeLessThan(most.megabytes + GROWTH_MB)
}

/** Half of the time for each. Not at once: a lab of this computer may filter what browsers send. */
const HALF_MS = (MINUTES / 2) * 60_000

it(
  `apply and destroy on this computer at random, with faults, for ${MINUTES / 2} minutes leaves nothing behind`,
  async () => {
    const before = machine()
    const soak = await HostSoak.start(new Random(SEED))
    try {
      const until = performance.now() + HALF_MS
      let [pid, early] = [0, holdingsOf(process.pid)]
      let rounds = 0
      for (; rounds < 2 || performance.now() < until; rounds++) {
        for (let step = 0; step < ROUND; step++) await soak.step()
        await soak.clear()
        expect(machine()).toEqual(before)
        // One that was killed is followed by one that holds less.
        if (soak.host.pid === pid) await atMost(pid, early)
        else [pid, early] = [soak.host.pid, holdingsOf(soak.host.pid)]
      }
      expect(soak.applies).toBeGreaterThan(0)
      process.stdout.write(
        `soak of this computer, seed ${SEED}: ${rounds} rounds, ${soak.applies} applies, ${soak.faults} faults\n`,
      )
    } finally {
      await soak.host.close()
    }
  },
  HALF_MS + 600_000,
)

it(
  `apply, edit and destroy in sandboxes at random, with faults, for ${MINUTES / 2} minutes leaves nothing behind`,
  async () => {
    const before = machine()
    const soak = await WebSoak.start(new Random(SEED + 1))
    try {
      const until = performance.now() + HALF_MS
      let first: Awaited<ReturnType<WebSoak['clear']>> | undefined
      let last = first
      let rounds = 0
      for (; rounds < 2 || performance.now() < until; rounds++) {
        for (let step = 0; step < ROUND; step++) await soak.step()
        last = await soak.clear()
        first ??= last
        const most = first
        expect(machine()).toEqual(before)
        await expect
          .poll(async () => (await soak.held()).descriptors, { timeout: 60_000 })
          .toBeLessThanOrEqual(most.descriptors + 3)
        expect(last.megabytes).toBeLessThan(most.megabytes + GROWTH_MB)
      }
      expect(soak.applies).toBeGreaterThan(0)
      const held = (one = last) => `${one?.megabytes.toFixed(0)} MB and ${one?.descriptors} descriptors`
      process.stdout.write(
        `soak of sandboxes, seed ${SEED + 1}: ${rounds} rounds, ${soak.applies} applies, ${soak.faults} faults; web process ${held(first)}, at the end ${held()}\n`,
      )
    } finally {
      soak.end()
    }
  },
  HALF_MS + 600_000,
)
