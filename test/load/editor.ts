import type { Socket as TcpSocket } from 'node:net'
import type { Command } from '../../core/edit/change'
import { changeLab } from '../../core/edit/change-lab'
import type { Lab } from '../../core/lab/schema'
import type { Ack, ServerEvents } from '../../core/protocol/socket'
import { Browser } from '../../server/web/testing/harness'
import type { Random } from '../fuzz/random'

/** About 400 KB: what fills the buffers of a browser that does not read. */
const BIG = Object.fromEntries(
  Array.from({ length: 100 }, (_, at) => [
    `eth${at}`,
    { addresses: Array.from({ length: 60 }, () => '10.0.0.1/24'.padEnd(60, ' ')) },
  ]),
)

/** A browser that edits a lab at random and follows what all the others do to it, as the page does. */
export class Editor {
  lab: Lab
  revision: number
  /** The edits that were acknowledged to it. */
  readonly accepted: string[] = []
  /** Every edit that it heard of, in order. */
  readonly heard: string[] = []
  refused = 0
  snapshots = 0
  /** Events that did not follow on the one before. */
  gaps = 0
  private made = 0

  private constructor(
    readonly browser: Browser,
    private readonly name: string,
    opened: { lab: Lab; revision: number },
    private readonly random: Random,
  ) {
    this.lab = opened.lab
    this.revision = opened.revision
  }

  static async open(port: number, cookie: string, lab: string, name: string, random: Random): Promise<Editor> {
    const browser = await Browser.connect(port, cookie)
    const waiting: (() => void)[] = []
    let editor: Editor | undefined
    const later = (work: (editor: Editor) => void) => (editor ? work(editor) : waiting.push(() => editor && work(editor)))
    browser.socket.on('lab:changed', (event: Parameters<ServerEvents['lab:changed']>[0]) => later((one) => one.changed(event)))
    browser.socket.on('lab:replaced', (event: Parameters<ServerEvents['lab:replaced']>[0]) => later((one) => one.replaced(event)))
    editor = new Editor(browser, name, await browser.ask('lab:open', { lab }), random)
    for (const work of waiting) work()
    return editor
  }

  /** Makes one edit and waits for the answer. */
  async edit(): Promise<void> {
    const edit = `${this.name}-${this.made++}`
    const request = { lab: this.lab.name, revision: this.revision, edit, command: this.command() }
    const ack = (await this.browser.send('lab:edit', request)) as Ack<{ revision: number }>
    if (ack.ok) this.accepted.push(edit)
    else if (ack.error.code === 'stale' || ack.error.code === 'conflict') this.refused++
    else throw new Error(`${edit}: ${JSON.stringify(ack.error)}`)
  }

  /** Makes a big thing, or takes it away again. */
  async editBig(): Promise<void> {
    const edit = `${this.name}-big-${this.made++}`
    const from = this.lab.nodes.big as never
    const change = {
      change: 'set' as const,
      path: ['nodes', 'big'],
      ...(from ? { from } : { to: { kind: 'namespace', interfaces: BIG } }),
    }
    const command = { label: 'big', changes: [change] }
    const ack = await this.browser.send('lab:edit', { lab: this.lab.name, revision: this.revision, edit, command })
    if (ack.ok) this.accepted.push(edit)
  }

  /** Stops reading, as a suspended page does, or goes on. */
  suspend(yes: boolean): void {
    const { transport } = this.browser.socket.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } }
    transport.ws._socket[yes ? 'pause' : 'resume']()
  }

  private command(): Command {
    const { lab, random } = this
    const nodes = Object.keys(lab.nodes).filter((node) => node !== 'host' && node !== 'big')
    const node = nodes.length > 0 ? random.pick(nodes) : undefined
    const set = (path: string[], to: unknown, from: unknown): Command => ({
      label: 'edit',
      changes: [
        {
          change: 'set',
          path,
          ...(to === undefined ? {} : { to: to as never }),
          ...(from === undefined ? {} : { from: from as never }),
        },
      ],
    })
    if (node === undefined || (nodes.length < 200 && random.chance(0.4)))
      return set(['nodes', `${this.name}-n${this.made}`], { kind: 'namespace' }, undefined)
    if (random.chance(0.3)) {
      const { forwarding } = lab.nodes[node] as { forwarding?: boolean }
      return set(['nodes', node, 'forwarding'], !forwarding, forwarding)
    }
    if (random.chance(0.4))
      return { label: 'edit', changes: [{ change: 'rename', path: ['nodes'], from: node, to: `${this.name}-r${this.made}` }] }
    return set(['nodes', node], undefined, lab.nodes[node])
  }

  private changed({ revision, edit, command }: Parameters<ServerEvents['lab:changed']>[0]): void {
    if (revision <= this.revision) return
    // The server has held it to the schema; a hundred pages in one process need not do so again.
    const applied = changeLab(this.lab, command)
    if (revision !== this.revision + 1 || !applied.ok) {
      this.gaps++
      return
    }
    this.heard.push(edit)
    this.lab = applied.lab
    this.revision = revision
  }

  private replaced({ revision, document }: Parameters<ServerEvents['lab:replaced']>[0]): void {
    this.snapshots++
    this.lab = document
    this.revision = revision
  }
}
