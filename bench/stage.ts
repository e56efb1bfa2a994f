import { existsSync } from 'node:fs'
import { chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { elementKey } from '../core/lab/element'
import { writeLabFile } from '../core/lab/file'
import type { Lab } from '../core/lab/schema'
import { CHROMIUM } from '../e2e/chromium'
import { Server } from '../e2e/server'
import { Netloom } from './command'
import { onEnd } from './ending'

const VIEWPORT = { width: 1440, height: 900 }
/** Milliseconds for a page with a thousand nodes on a busy machine. */
const OPENING = 60_000
/** `nobody`, to whom the server drops when it is started as root. */
const NOBODY = 65534

/** The built product as a user has it: a server, its command line, and a browser. */
export class Stage {
  /** The cookie that the server's one link was exchanged for. */
  private session: BrowserContextOptions['storageState']

  private constructor(
    readonly server: Server,
    readonly netloom: Netloom,
    private readonly browser: Browser,
  ) {}

  /** Everything that is opened here is noted to be ended. */
  static async open(): Promise<Stage> {
    if (!existsSync(CHROMIUM.executablePath)) throw new Error(`no browser at ${CHROMIUM.executablePath} (NETLOOM_CHROMIUM)`)
    const server = await Server.start()
    onEnd(() => server.stop())
    const browser = await chromium.launch(CHROMIUM)
    onEnd(() => browser.close())
    return new Stage(server, Netloom.at(server.home), browser)
  }

  /** Puts a lab into the server's store and makes it run. */
  async run(lab: Lab): Promise<void> {
    const path = await this.keep(lab)
    onEnd(() => this.netloom.run(['destroy', lab.name]))
    await this.netloom.run(['apply', path])
  }

  /** Puts a lab into the server's store; the path of its file. */
  async keep(lab: Lab): Promise<string> {
    const path = join(this.server.home, 'labs', `${lab.name}.netloom.yaml`)
    await writeFile(path, writeLabFile(lab))
    if (process.getuid?.() === 0) await chown(path, NOBODY, NOBODY)
    return path
  }

  /** A browser's empty profile that may come in. The token is taken by a request of its own, so nothing of the pages is cached. */
  async visitor(): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: VIEWPORT, storageState: this.session })
    context.setDefaultTimeout(OPENING)
    // What is evaluated in the page was named by the compiler, with a helper that is not there.
    await context.addInitScript('globalThis.__name = (target) => target')
    if (this.session) return context
    const link = await context.request.get(this.server.entry, { maxRedirects: 0 })
    if (link.status() !== 303) throw new Error(`the server's link answered ${link.status()}`)
    this.session = await context.storageState()
    return context
  }

  /** The lab's page once it shows the lab, and the machine's state where it runs. */
  async page(lab: Lab, sync: 'in-sync' | 'changes' = 'in-sync'): Promise<Page> {
    const context = await this.visitor()
    const page = await context.newPage()
    await page.goto(`${this.server.origin}/lab/${lab.name}`)
    await page.locator('.react-flow__node').first().waitFor()
    await page.locator(`[data-testid="sync"][data-sync="${sync}"]`).waitFor()
    return page
  }
}

/** The selector of an interface's row. */
export function rowOf(node: string, name: string): string {
  return `[data-element=${JSON.stringify(elementKey({ kind: 'interface', node, name }))}]`
}

/** Turns the mouse's wheel over a node until the canvas shows it in full, with its rows. */
export async function zoomTo(page: Page, node: string): Promise<void> {
  const card = page.locator(`[data-element=${JSON.stringify(elementKey({ kind: 'node', node }))}]`).first()
  for (let turns = 0; turns < 60; turns++) {
    const box = await card.boundingBox()
    if (!box) throw new Error(`${node} is not on the canvas`)
    if (box.width > 200) return
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.wheel(0, -120)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  throw new Error(`${node} did not come nearer`)
}
