import { expect } from '@playwright/test'
import { consoleEn } from '../components/i18n/console.en'
import { containersEn } from '../components/i18n/containers.en'
import { hostEn } from '../components/i18n/host.en'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { seriousInBoth } from './accessibility'
import { applyHere, chooseHost, question, test } from './computer'
import { canRunDocker, DOCKER, NO_DOCKER } from './engine'
import { Sheet } from './sheet'

const INSPECTOR = `section[aria-label=${JSON.stringify(panelsEn.inspector.label)}]`

test('a container of this computer is offered with its image and process, and gets a cable', async ({
  page,
  computer: { root, server },
}) => {
  test.setTimeout(180_000)
  test.skip(!(await canRunDocker(root)), NO_DOCKER)
  await root.sh(DOCKER(root.folder, 'test01'))
  const inside = (command: string) => root.sh(`DOCKER_HOST=unix:///run/docker.sock docker exec test01 ${command}`)
  const sheet = await Sheet.open(page, server, 'pipework')

  await sheet.select('test01')
  await expect(sheet.inspector).not.toContainText(hostEn.containers.none)
  await expect(sheet.inspector).toContainText(hostEn.containers.inSandbox)
  await chooseHost(page)
  await expect(sheet.inspector).toContainText(containersEn.image('netloom-test'))

  // The node's own name stands above it, and is called so, too.
  const container = sheet.inspector.getByLabel(containersEn.name, { exact: true }).nth(1)
  await container.fill('another')
  await container.press('Enter')
  const running = sheet.inspector.getByRole('region', { name: hostEn.containers.running })
  await expect(running).toContainText(containersEn.image('netloom-test'))
  await expect(running).toContainText(/PID \d+/)
  expect(await seriousInBoth(page, INSPECTOR), 'what the engine offers').toEqual([])
  await running.getByRole('button', { name: hostEn.containers.choose('test01') }).click()
  await expect(container).toHaveValue('test01')

  await sheet.apply.click()
  await expect(question(page)).toContainText('docker:test01')
  await expect(question(page)).toContainText('net.ipv4.ip_forward = 1')
  await question(page)
    .getByRole('button', { name: /steps here$/ })
    .click()
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync, { timeout: 30_000 })
  expect(await inside('ip address show eth1')).toContain('172.18.18.36/24')
  expect(await inside('ping -c 1 -W 2 172.18.18.1')).toContain('1 packets received')
  await test.step('a console is for the container only: elsewhere it would be root’s', async () => {
    await sheet.openDrawer(consoleEn.tab)
    const nodes = page.getByRole('tabpanel', { name: consoleEn.tab }).getByRole('group', { name: consoleEn.openIn })
    await expect(nodes.getByRole('button')).toHaveText(['test01'])
    for (const part of [INSPECTOR, '.nl-canvas', '[role=tabpanel]']) expect(await seriousInBoth(page, part), part).toEqual([])
  })
  expect((await server.cli('destroy', sheet.lab, '--machine', 'host')).code).toBe(0)
  expect(await inside('ip address')).not.toContain('eth1')
})

test('container-attach: opened from the gallery, applied on this computer, and one container reaches the other', async ({
  page,
  computer: { root, server },
}) => {
  test.setTimeout(180_000)
  test.skip(!(await canRunDocker(root)), NO_DOCKER)
  await root.sh(DOCKER(root.folder, 'test1', 'test2'))
  const sheet = await Sheet.open(page, server, 'container-attach')
  await chooseHost(page)
  await applyHere(sheet)
  await expect(sheet.sync).toHaveText(shellEn.sync.inSync, { timeout: 30_000 })
  await sheet.ping('test1', 'test2')
  const panel = page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
  await expect(panel.getByText(panelsEn.reach.summary(2, 2))).toBeVisible({ timeout: 15_000 })
  expect((await server.cli('destroy', sheet.lab, '--machine', 'host')).code).toBe(0)
})
