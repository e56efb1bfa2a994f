import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectAgent } from '../server/machines/connection'
import { Netloom } from './command'
import type { BenchResult } from './result'
import { starLab } from './star'

const SIZE = 1000
/** Seconds until a thousand hosts have said all that IPv6 makes them say, and seconds of looking. */
const SETTLE = 30
const LOOK = 60
/** Clock ticks of /proc/PID/stat, sysconf(_SC_CLK_TCK), which is 100 on every Linux of today. */
const TICKS = 100
const LIMITS = { percent: 1, megabytes: 150 }

interface Usage {
  seconds: number
  megabytes: number
}

/** What an agent costs that watches a thousand namespaces in which nothing happens; and with somebody who looks on, who is told of neighbours that come and go. */
export async function benchIdle(): Promise<BenchResult[]> {
  const netloom = await Netloom.open()
  const lab = starLab(SIZE)
  try {
    await netloom.run(['apply', await netloom.write(lab)])
    await delay(SETTLE * 1000)
    const alone = await look(netloom, lab.name)
    const connection = await connectAgent(join(netloom.home, 'run', `${lab.name}.sock`))
    try {
      connection.stream({ type: 'observe', traffic: false }, () => {})
      const watched = await look(netloom, lab.name)
      return [
        { what: `agent, ${SIZE} namespaces, idle`, value: alone.percent, unit: '%', limit: LIMITS.percent },
        { what: `agent, ${SIZE} namespaces, idle, looked at`, value: watched.percent, unit: '%', limit: LIMITS.percent },
        { what: `agent, ${SIZE} namespaces, memory`, value: watched.megabytes, unit: 'MB', limit: LIMITS.megabytes },
      ]
    } finally {
      connection.close()
    }
  } finally {
    await netloom.run(['destroy', lab.name])
    await netloom.close()
  }
}

async function look(netloom: Netloom, lab: string): Promise<{ percent: number; megabytes: number }> {
  const before = await agentUsage(netloom, lab)
  await delay(LOOK * 1000)
  const { seconds, megabytes } = await agentUsage(netloom, lab)
  return { percent: ((seconds - before.seconds) / LOOK) * 100, megabytes }
}

/** The agent is the one node process of its sandbox: seen from inside, where its processes are the only ones. */
async function agentUsage(netloom: Netloom, lab: string): Promise<Usage> {
  const script = 'for d in /proc/[0-9]*; do [ "$(readlink $d/exe)" = "$0" ] && cat $d/stat && grep VmRSS $d/status || :; done'
  const text = await netloom.run(['exec', lab, 'host', '--', '/bin/sh', '-c', script, process.execPath])
  const [stat = '', rss = ''] = text.split('\n')
  // After the name in parentheses, utime and stime are the 12th and 13th fields (proc(5): 14 and 15).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    seconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    megabytes: Number(/(\d+) kB/.exec(rss)?.[1]) / 1024,
  }
}
