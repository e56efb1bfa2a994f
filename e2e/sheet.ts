import { expect, type Locator, type Page } from '@playwright/test'
import { panelsEn } from '../components/i18n/panels.en'
import { shellEn } from '../components/i18n/shell.en'
import { elementKey } from '../core/lab/element'
import type { Server } from './server'

export type Kind = 'namespace' | 'bridge'

/** One lab in one browser page, in the words of a user: what is drawn, dragged, joined, applied, pinged. */
export class Sheet {
  private constructor(
    readonly page: Page,
    readonly server: Server,
    readonly lab: string,
  ) {}

  /** Opens a copy of an example, or an empty lab, from the gallery. */
  static async open(page: Page, server: Server, example?: string): Promise<Sheet> {
    await page.goto(`${server.origin}/`)
    if (example) await page.getByRole('button', { name: shellEn.gallery.openExample(example) }).click()
    else {
      await page.getByRole('button', { name: shellEn.gallery.newLab }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: shellEn.gallery.create }).click()
    }
    await page.waitForURL(/\/lab\//)
    return Sheet.at(page, server)
  }

  /** The lab that the page shows. */
  static async at(page: Page, server: Server): Promise<Sheet> {
    const lab = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
    const sheet = new Sheet(page, server, lab)
    await expect(sheet.node('host')).toBeVisible()
    return sheet
  }

  /** The same lab in another page. */
  static async join(page: Page, other: Sheet): Promise<Sheet> {
    await page.goto(`${other.server.origin}/lab/${other.lab}`)
    const sheet = new Sheet(page, other.server, other.lab)
    await expect(sheet.node('host')).toBeVisible()
    return sheet
  }

  get canvas(): Locator {
    return this.page.locator('.react-flow')
  }

  element(key: string): Locator {
    return this.page.locator(`[data-element=${JSON.stringify(key)}]`).first()
  }

  node(name: string): Locator {
    return this.element(elementKey({ kind: 'node', node: name }))
  }

  row(node: string, name: string): Locator {
    return this.element(elementKey({ kind: 'interface', node, name }))
  }

  /** The label in the middle of a NAT rule's line. */
  nat(node: string, index: number): Locator {
    return this.element(elementKey({ kind: 'nat', node, index }))
  }

  get inspector(): Locator {
    return this.page.getByRole('region', { name: panelsEn.inspector.label })
  }

  get sync(): Locator {
    return this.page.getByTestId('sync')
  }

  get apply(): Locator {
    return this.page.getByTestId('apply')
  }

  /** Drags an item from the palette to a point of the canvas, in pixels from its corner. */
  async drop(kind: Kind, at: { x: number; y: number }): Promise<void> {
    await this.page.locator(`[data-kind="${kind}"][draggable]`).dragTo(this.canvas, { targetPosition: at })
  }

  /** Drags from a node's edge to another node, as with a pencil. */
  async drag(handle: Locator, to: Locator): Promise<void> {
    const target = await centre(to)
    await handle.hover({ force: true })
    await this.page.mouse.down()
    await this.page.mouse.move(target.x - 10, target.y - 4, { steps: 6 })
    await this.page.mouse.move(target.x, target.y, { steps: 4 })
    await this.page.mouse.up()
  }

  async joinByMouse(from: string, to: string): Promise<void> {
    await this.node(from).hover()
    await this.drag(this.page.locator(`[data-join-handle=${JSON.stringify(from)}][data-side="bottom"]`).first(), this.node(to))
  }

  /** Draws from a router's NAT handle to a network or a node. */
  async natByMouse(router: string, to: string): Promise<void> {
    await this.node(router).hover()
    await this.drag(this.page.locator(`[data-nat-handle=${JSON.stringify(router)}]`).first(), this.node(to))
  }

  async select(name: string): Promise<void> {
    await this.node(name).locator('.nl-name').first().click()
    await expect(this.inspector).toBeVisible()
  }

  /** Types into a field of the inspector and leaves it. */
  async fill(label: string, text: string): Promise<void> {
    const field = this.inspector.getByLabel(label, { exact: true }).first()
    await field.fill(text)
    await field.press('Enter')
  }

  /** Applies and waits until the page says that kernel and drawing agree. */
  async applyAndSettle(): Promise<void> {
    await this.apply.click()
    await expect(this.sync).toHaveText(shellEn.sync.inSync, { timeout: 30_000 })
  }

  async ping(from: string, to: string, count = 2): Promise<void> {
    await this.openDrawer(panelsEn.drawer.ping)
    const panel = this.page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await panel.getByLabel(panelsEn.reach.from, { exact: true }).selectOption(from)
    await panel.getByLabel(panelsEn.reach.to, { exact: true }).fill(to)
    await panel.getByLabel(panelsEn.reach.count, { exact: true }).fill(String(count))
    await panel.getByRole('button', { name: panelsEn.reach.ping, exact: true }).click()
  }

  /** Checks a TCP port, from the same form as a ping. */
  async connect(from: string, to: string, port: number): Promise<void> {
    await this.openDrawer(panelsEn.drawer.ping)
    const panel = this.page.getByRole('tabpanel', { name: panelsEn.drawer.ping })
    await panel.getByLabel(panelsEn.reach.from, { exact: true }).selectOption(from)
    await panel.getByLabel(panelsEn.reach.to, { exact: true }).fill(to)
    await panel.getByLabel(panelsEn.reach.port, { exact: true }).fill(String(port))
    await panel.getByRole('button', { name: panelsEn.reach.connect, exact: true }).click()
  }

  async openDrawer(tab: string): Promise<void> {
    const open = this.page.getByRole('tab', { name: tab, exact: false })
    if (await open.count()) await open.click()
    else await this.page.getByRole('navigation').getByRole('button', { name: tab }).click()
    await expect(this.page.getByRole('tabpanel', { name: tab })).toBeVisible()
  }
}

async function centre(of: Locator): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox()
  if (!box) throw new Error('the element is not on the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
