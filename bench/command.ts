import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeLabFile } from '../core/lab/file'
import type { Lab } from '../core/lab/schema'
import { runProgram } from './sandboxed'

export const CLI = process.env.NETLOOM_BENCH_CLI ?? fileURLToPath(new URL('../dist/cli.js', import.meta.url))

/** The built command line with a home of its own. */
export class Netloom {
  private constructor(readonly home: string) {}

  static async open(): Promise<Netloom> {
    if (!existsSync(CLI)) throw new Error('build first: npm run build')
    return new Netloom(await mkdtemp(join(tmpdir(), 'netloom-bench-')))
  }

  /** The command line on a home that somebody else made and removes. */
  static at(home: string): Netloom {
    return new Netloom(home)
  }

  /** Writes the lab file; its path. */
  async write(lab: Lab): Promise<string> {
    const path = join(this.home, `${lab.name}.netloom.yaml`)
    await writeFile(path, writeLabFile(lab))
    return path
  }

  /** One whole command, its start included. */
  run(args: readonly string[], accepted = 0): Promise<string> {
    return runProgram(process.execPath, [CLI, ...args], { ...process.env, NETLOOM_HOME: this.home }, accepted)
  }

  async close(): Promise<void> {
    await rm(this.home, { recursive: true, force: true })
  }
}
