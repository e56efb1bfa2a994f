import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CLI, Netloom } from './command'
import type { BenchResult } from './result'
import { inPrivateRoot, median } from './sandboxed'
import { starLab, starScript } from './star'

const ROUNDS = 3
const LIMIT = 1000

/**
 * The whole command `netloom discover` on a machine where a script has made a star: nothing carries a mark, so every pair has to be found by
 * the kernel's numbers for namespaces. The clock is bash's, inside.
 */
export async function benchDiscover(size: number): Promise<BenchResult[]> {
  const netloom = await Netloom.open()
  try {
    const lab = starLab(size)
    const script = join(netloom.home, 'star.sh')
    await writeFile(script, starScript(lab))
    const command = `NETLOOM_HOME='${netloom.home}' '${process.execPath}' '${CLI}' discover --json`
    const text = await inPrivateRoot('bash', [
      '-ec',
      // What the script mounts has to stay: it runs in this shell.
      `. '${script}' > /dev/null
      for round in $(seq ${ROUNDS}); do
        start=$EPOCHREALTIME; ${command} > /run/found.json; end=$EPOCHREALTIME
        echo $(( (\${end/./} - \${start/./}) / 1000 )) $(grep -o '"node": "y[0-9]*"' /run/found.json | wc -l)
      done`,
    ])
    const rounds = text
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
    for (const [, found] of rounds) if (found !== size) throw new Error(`of ${size} namespaces ${found} were found`)
    const value = median(rounds.map(([milliseconds = Number.NaN]) => milliseconds))
    return [{ what: `discover, ${size} namespaces that others made`, value, unit: 'ms', limit: LIMIT }]
  } finally {
    await netloom.close()
  }
}
