import { defineConfig } from 'vitest/config'

const HOURS = 3 * 3_600_000

/**
 * Runners over the same sources: `unit` (pure rules and server parts, Node), `dom` (components, jsdom), `kernel` (a real kernel; start it
 * inside `scripts/private-root.sh`), `docker` (real container engines and a real systemd; inside `scripts/docker-root.sh`) and `long` (hours on a real
 * kernel; inside `scripts/private-root.sh`, and only by `npm run test:long`). `npm test` runs the others one after the other and adds up
 * their counts.
 */
export default defineConfig({
  test: {
    restoreMocks: true,
    // Properties try hundreds of cases, on machines that do other things as well; a hang is still found.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{core,server,scripts,components,test}/**/*.test.ts'],
          exclude: ['test/{kernel,docker,systemd,long}/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['{components,app}/**/*.test.tsx'],
        },
      },
      {
        extends: true,
        test: {
          name: 'kernel',
          environment: 'node',
          include: ['test/kernel/**/*.test.ts'],
          setupFiles: ['test/kernel/fresh-root.ts'],
          // One machine, one root namespace: files take turns, each cleans up after itself.
          pool: 'forks',
          fileParallelism: false,
          testTimeout: process.env.NETLOOM_LONG === '1' ? HOURS : 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          environment: 'node',
          include: ['test/long/**/*.test.ts'],
          setupFiles: ['test/kernel/fresh-root.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: HOURS,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          environment: 'node',
          include: ['test/{docker,systemd}/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
        },
      },
    ],
  },
})
