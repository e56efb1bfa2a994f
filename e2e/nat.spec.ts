import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { expect, test } from './fixtures'

const { inspector } = panelsEn

test('NAT is drawn from the router’s handle, edited in the inspector, and is in the kernel', async ({
  page,
  openLab,
  server,
}) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'red-blue-bridge')

  await test.step('towards a network: MASQUERADE, as an edge with its label', async () => {
    await sheet.natByMouse('host', 'v-net-0')
    await expect(sheet.nat('host', 0)).toContainText('192.168.15.0/24 →')
    await expect(sheet.inspector.getByLabel(inspector.natType, { exact: true })).toHaveValue('masquerade')
    await expect(sheet.node('host')).toContainText('NAT')
  })

  await test.step('towards a node: DNAT of a port to its address', async () => {
    await sheet.natByMouse('host', 'blue')
    await expect(sheet.nat('host', 1)).toHaveText('tcp :80 → 192.168.15.2:80')
    await expect(sheet.inspector.getByLabel(inspector.natType, { exact: true })).toHaveValue('dnat')
  })

  await test.step('the inspector edits the rule, and says what is wrong beside the field', async () => {
    await sheet.fill(inspector.target, '192.168.15.2:99999')
    await expect(sheet.inspector.getByLabel(inspector.target, { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await sheet.fill(inspector.target, '192.168.15.2:8000')
    await sheet.fill(inspector.port, '8080')
    await expect(sheet.nat('host', 1)).toHaveText('tcp :8080 → 192.168.15.2:8000')
    await sheet.nat('host', 0).click()
    await sheet.fill(inspector.except, '192.168.15.0/24')
    await expect(sheet.inspector.getByLabel(inspector.source, { exact: true })).toHaveValue('192.168.15.0/24')
  })

  await test.step('a rule becomes another kind and back: SNAT needs its address', async () => {
    await sheet.inspector.getByLabel(inspector.natType, { exact: true }).selectOption('snat')
    await sheet.fill(inspector.newSource, '192.168.15.5')
    await expect(sheet.nat('host', 0)).toHaveText('192.168.15.0/24 → 192.168.15.5')
    await sheet.inspector.getByLabel(inspector.natType, { exact: true }).selectOption('masquerade')
    await expect(sheet.nat('host', 0)).toContainText('192.168.15.0/24 →')
  })

  await test.step('the plan writes rules as nft, or as iptables', async () => {
    await sheet.openDrawer(panelsEn.drawer.plan)
    const plan = page.getByRole('tabpanel', { name: panelsEn.drawer.plan })
    await expect(plan).toContainText('tcp dport 8080')
    await plan.getByText('iptables', { exact: true }).click()
    await expect(plan).toContainText('-j DNAT --to-destination 192.168.15.2:8000')
    await expect(plan).toContainText('-j MASQUERADE')
  })

  await test.step('applied, the kernel has both', async () => {
    await sheet.applyAndSettle()
    const rules = await natRules(() => server.run(sheet.lab, 'host', 'nft', '-j', 'list', 'ruleset'))
    expect(rules).toHaveLength(2)
    expect(rules.find((rule) => rule.includes('"dnat"'))).toMatch(/"dport".*8080.*"addr":"192\.168\.15\.2".*"port":8000/)
    const masquerade = rules.find((rule) => rule.includes('"masquerade"'))
    expect(masquerade).toMatch(/"saddr".*"192\.168\.15\.0","len":24/)
    expect(masquerade).toMatch(/"op":"!=","left":\{"payload":\{"protocol":"ip","field":"daddr"/)
  })

  await test.step('taken away with Delete and Undo, it is marked as going and back in one step', async () => {
    await sheet.nat('host', 1).click()
    await page.keyboard.press('Delete')
    await expect(sheet.nat('host', 1)).toHaveAttribute('data-ghost', 'true')
    await page.getByRole('button', { name: shellEn.actions.undo, exact: true }).click()
    await expect(sheet.nat('host', 1)).not.toHaveAttribute('data-ghost')
    await expect(sheet.sync).toHaveText(shellEn.sync.inSync)
  })
})

/** The rules of all NAT chains, each as the JSON that nft prints. */
async function natRules(list: () => Promise<string>): Promise<string[]> {
  const { nftables } = JSON.parse(await list()) as { nftables: { rule?: unknown }[] }
  return nftables.flatMap(({ rule }) => (rule ? [JSON.stringify(rule)] : []))
}
