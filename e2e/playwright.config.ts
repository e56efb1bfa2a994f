import { defineConfig } from '@playwright/test'
import { CHROMIUM } from './chromium'

/**
 * Pages against the real server and a real sandbox, in Debian's Chromium. One worker: a lab is a machine, and two cores are
 * what we plan for. Nothing is retried: a test that passes at the second try has found something.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: CHROMIUM,
  },
})
