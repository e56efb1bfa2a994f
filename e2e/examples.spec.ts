import { panelsEn } from '../components/i18n/panels.en'
import { expect, test } from './fixtures'

/** Each example with a ping that shows what it is there for. */
const EXAMPLES = [
  { name: 'two-namespaces', from: 'ns1', to: 'ns2' },
  { name: 'host-namespace', from: 'net-test', to: '10.0.0.1' },
  { name: 'red-blue-bridge', from: 'red', to: 'blue' },
  { name: 'lan-gateway', from: 'blue', to: '8.8.8.8' },
  { name: 'port-forward', from: 'neighbour', to: 'blue' },
] as const

for (const { name, from, to } of EXAMPLES)
  test(`${name}: opened from the gallery, applied, and ${from} reaches ${to}`, async ({ page, openLab }) => {
    const sheet = await openLab(page, name)
    await sheet.applyAndSettle()
    await sheet.ping(from, to)
    const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
    await expect(panel.getByText(panelsEn.reach.allAnswered, { exact: true }).first()).toBeVisible()
  })

test('port-forward: the host passes port 80 on to blue, where nobody listens yet, and then somebody does', async ({
  page,
  openLab,
  server,
}) => {
  const sheet = await openLab(page, 'port-forward')
  await sheet.applyAndSettle()
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
  await sheet.connect('neighbour', '192.168.1.3', 80)
  await expect(panel.getByText(panelsEn.reach.tcp.refused('192.168.1.3:80'))).toBeVisible()
  const listening = server.background('exec', sheet.lab, 'blue', '--', process.execPath, '-e', SERVE)
  await expect
    .poll(async () => JSON.stringify(await server.run(sheet.lab, 'blue', 'ss', '-Hltn')), { timeout: 20_000 })
    .toContain(':80')
  await sheet.connect('neighbour', '192.168.1.3', 80)
  await expect(panel.getByText(/^Connected to 192\.168\.1\.3:80/)).toBeVisible()
  await listening.end()
  // The line that the rule is drawn as counts what it has caught.
  await expect(sheet.nat('host', 0)).toContainText(/\d+ packets?/)
})

const SERVE = `require('node:net').createServer((socket) => socket.on('error', () => {}).end()).listen(80)`
