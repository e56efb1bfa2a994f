/** Whether this is the long suite (`npm run test:long`). */
export const LONG = process.env.NETLOOM_LONG === '1'

/** How often a test tries: as asked for by NETLOOM_RUNS, else the usual number, or in the long suite that one. */
export function runs(usual: number, long: number): number {
  return Number(process.env.NETLOOM_RUNS ?? (LONG ? long : usual))
}
