import { panelsEn } from '../components/i18n/panels.en'
import { expect, test } from './fixtures'

test('a ping that a rule from a console stops: the page names the rule and where it stands', async ({
  page,
  openLab,
  server,
}) => {
  test.setTimeout(120_000)
  const sheet = await openLab(page, 'red-blue-bridge')
  await sheet.applyAndSettle()
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })

  await test.step('a rule of iptables that is understood is the reason', async () => {
    await server.run(sheet.lab, 'blue', 'iptables', '-A', 'INPUT', '-p', 'icmp', '-j', 'DROP')
    await sheet.ping('red', 'blue', 1)
    await expect(panel.getByText('“-A INPUT -p icmp -j DROP”')).toContainText(
      /a rule in blue that Netloom did not make drops the packet .*rule 1 of the chain “INPUT” of the table “ip filter”/,
    )
    await expect(panel.getByText('iptables -nvL INPUT --line-numbers')).toContainText('Netloom leaves rules that it did not make')
    await expect(panel.getByText(panelsEn.reach.stopsHere)).toBeVisible()
  })

  await test.step('a connection is not concerned, until a rule of nft refuses it', async () => {
    await sheet.connect('red', 'blue', 80)
    await expect(panel.getByText(/:80 refused: it was reached/)).toBeVisible()
    await expect(panel.getByText('that Netloom did not make')).toBeHidden()
    const rule =
      'add table inet mine; add chain inet mine c { type filter hook input priority 0; }; add rule inet mine c tcp dport 81 reject with tcp reset'
    await server.run(sheet.lab, 'blue', 'nft', rule)
    await sheet.connect('red', 'blue', 81)
    await expect(panel.getByText('“tcp dport 81 reject with tcp reset”')).toContainText('refuses the packet')
    await expect(panel.getByText(panelsEn.reach.tcp.rejected('192.168.15.2:81'))).toBeVisible()
  })

  await test.step('one that is not understood may be', async () => {
    await server.run(sheet.lab, 'blue', 'nft', 'flush ruleset')
    await server.run(sheet.lab, 'blue', 'iptables', '-A', 'INPUT', '-m', 'length', '--length', '50:200', '-j', 'DROP')
    await sheet.ping('red', 'blue', 1)
    await expect(panel.getByText('“-A INPUT -m length --length 50:200 -j DROP”')).toContainText('may be stopped in blue')
  })

  await test.step('and Netloom leaves all of them alone', async () => {
    await expect(page.getByText('iptables -nvL INPUT --line-numbers')).toBeVisible()
    expect(await server.run(sheet.lab, 'blue', 'iptables', '-S', 'INPUT')).toContain('--length 50:200')
  })
})
