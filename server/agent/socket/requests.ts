import { release } from 'node:os'
import type * as z from 'zod'
import type { Lab } from '../../../core/lab/schema'
import type { HostFacts } from '../../../core/preflight/facts'
import type { Recovery } from '../../../core/protocol/agent'
import type { AgentRequest, agentRequestFrameSchema } from '../../../core/protocol/agent-requests'
import { AGENT_PROTOCOL } from '../../../core/protocol/agent-wire'
import type { LogEntry } from '../../../core/protocol/applied-log'
import { toldRuns } from '../../../core/protocol/applied-runs'
import { version } from '../../../package.json'
import { labDigest } from '../../lab-digest'
import type { Applier } from '../apply/applier'
import type { Consoles } from '../console/consoles'
import type { ShellPlaces } from '../console/places'
import { discoverMachine } from '../discover/machine'
import { TOOLS, toolPath } from '../kernel/tools'
import type { Observer } from '../observe/observer'
import { readFacts } from '../preflight/facts'
import { startPing } from '../probe/ping'
import { startProgram } from '../probe/program'
import { nodeNamespace, Refusal, resolveTarget } from '../probe/resolve'
import { checkTcp } from '../probe/tcp'
import type { Connection } from './connection'
import { answerConsole } from './console-requests'
import { ObservationFeed } from './observation'
import { planSummary, toldPlan } from './told-plan'

export type RequestFrame = z.infer<typeof agentRequestFrameSchema>
type RequestOf<T extends AgentRequest['type']> = Extract<AgentRequest, { type: T }>

/** Pings, checks and programs of one client at a time. */
const MAX_RUNNING = 64

/** What an agent is for. */
export interface Purpose {
  machine: 'sandbox' | 'host'
  /** The lab that a sandbox is for; the host's agent serves all of them. */
  lab?: string
  recovered?: Recovery
  /** Where the shells of consoles are. */
  placeOf: ShellPlaces
  /** Called once a lab was destroyed: a sandbox has nothing more to do then. */
  onDestroyed: () => void
  /** Opens a door for a user and says where it is; the host's only. */
  admit?: (uid: number) => Promise<string>
  /** What its log says of a lab, oldest first; the host's only. */
  logOf?: (lab: string) => Promise<LogEntry[]>
}

/** Answers the requests of the agent's clients. */
export class Requests {
  private reading: Promise<HostFacts> | undefined

  constructor(
    private readonly purpose: Purpose,
    private readonly observer: Observer,
    private readonly applier: Applier,
    private readonly consoles: Consoles,
  ) {}

  /** One request; a failure is thrown and becomes an error frame. */
  readonly answer = async (connection: Connection, { id, request }: RequestFrame): Promise<void> => {
    switch (request.type) {
      case 'hello':
        return this.hello(connection, id)
      case 'observe':
        return this.observe(connection, id, request)
      case 'read':
        return this.read(connection, id)
      case 'plan':
        return this.plan(connection, id, request)
      case 'plan-applied':
        return this.planApplied(connection, id, request)
      case 'apply':
        return this.apply(connection, id, request)
      case 'destroy':
        return this.destroy(connection, id, request)
      case 'leave':
        connection.send({ id, type: 'left' })
        return connection.leave()
      case 'ping':
        return this.ping(connection, id, request)
      case 'tcp':
        return this.tcp(connection, id, request)
      case 'run':
        return this.run(connection, id, request)
      case 'discover':
        return this.discover(connection, id)
      case 'facts':
        return this.facts(connection, id)
      case 'orphans':
        return this.orphans(connection, id, request)
      case 'confirm':
        return this.confirm(connection, id, request)
      case 'log':
        return this.log(connection, id, request)
      case 'admit':
        return this.admit(connection, id, request)
      case 'input':
        return this.input(connection, id, request)
      case 'cancel':
        return connection.cancel(request.of)
      default:
        return answerConsole(this.consoles, this.placeOf, connection, id, request)
    }
  }

  /** Who asks while they are being read is given the same. */
  private async facts(connection: Connection, id: number): Promise<void> {
    this.reading ??= readFacts(this.observer.machine).finally(() => {
      this.reading = undefined
    })
    connection.send({ id, type: 'facts', facts: await this.reading })
  }

  private readonly namespaceOf = (node: string, lab?: string) =>
    nodeNamespace(this.running(lab), this.observer.machine.namespaces, node)

  private readonly placeOf = (node: string, lab?: string) => this.purpose.placeOf(node, this.running(lab))

  /** The lab, as applied, whose nodes a request names. */
  private running(lab: string | undefined): Lab | undefined {
    const name = this.purpose.lab ?? lab
    return name === undefined ? undefined : this.applier.applied[name]
  }

  private hello(connection: Connection, id: number): void {
    const tools = Object.fromEntries(TOOLS.map((tool) => [tool, toolPath(tool)]))
    const { pid } = process
    const { machine, lab, recovered } = this.purpose
    connection.send({
      id,
      type: 'hello',
      hello: { protocol: AGENT_PROTOCOL, version, machine, lab, pid, kernel: release(), tools, recovered },
    })
  }

  private observe(connection: Connection, id: number, { traffic }: RequestOf<'observe'>): void {
    connection.stopObserving()
    const feed = new ObservationFeed(connection, id, this.observer, this.applier, traffic)
    connection.observing(id, () => feed.end())
  }

  /** Who asks, as the log has it: what a web process says of who that is, it alone vouches for. */
  private actorOf(connection: Connection, actor: string): string {
    return connection.privileged ? actor : `web, ${actor}`
  }

  private checkLab(name: string): void {
    const { lab } = this.purpose
    if (lab !== undefined && name !== lab) throw new Refusal('not-allowed', `this sandbox is for the lab ${lab}, not for ${name}`)
  }

  private async read(connection: Connection, id: number): Promise<void> {
    await this.applier.read()
    connection.send({ id, type: 'read' })
  }

  private async plan(connection: Connection, id: number, { lab, fresh }: RequestOf<'plan'>): Promise<void> {
    this.checkLab(lab.name)
    connection.send({ id, type: 'plan', plan: planSummary(await this.applier.plan(lab, fresh)) })
  }

  private async planApplied(connection: Connection, id: number, request: RequestOf<'plan-applied'>): Promise<void> {
    const { lab: name, digest, fresh } = request
    this.checkLab(name)
    const { applied } = this.applier
    const lab = Object.hasOwn(applied, name) ? applied[name] : undefined
    const plan = lab && labDigest(lab) === digest ? planSummary(await this.applier.plan(lab, fresh)) : undefined
    connection.send({ id, type: 'plan-applied', plan })
  }

  private async apply(connection: Connection, id: number, request: RequestOf<'apply'>): Promise<void> {
    const { lab, list } = request
    this.checkLab(lab.name)
    const result = await this.applier.apply(
      { ...request, actor: this.actorOf(connection, request.actor) },
      {
        plan: (plan) => {
          if (list !== undefined) connection.send({ id, type: 'steps', plan: toldPlan(plan, list) })
        },
        progress: (progress) => connection.send({ id, type: 'progress', progress }),
      },
    )
    if (result.outcome === 'applied') this.consoles.endOf(lab.name, (node) => lab.nodes[node]?.kind === 'container')
    connection.send({ id, type: 'applied', result })
  }

  private async destroy(connection: Connection, id: number, { lab, actor }: RequestOf<'destroy'>): Promise<void> {
    this.checkLab(lab)
    const { removed, left } = this.endsWithMachine()
      ? { removed: await this.applier.countOwned(lab), left: [] }
      : await this.applier.remove(lab, this.actorOf(connection, actor))
    this.consoles.endOf(lab, () => false)
    connection.send({ id, type: 'destroyed', removed, left })
    if (this.purpose.machine === 'sandbox') await connection.finish()
    this.purpose.onDestroyed()
  }

  private async orphans(connection: Connection, id: number, { remove, actor }: RequestOf<'orphans'>): Promise<void> {
    if (this.purpose.machine !== 'host') throw new Refusal('not-allowed', 'a sandbox has no orphans: it ends with its lab')
    const found = await this.applier.orphans()
    let removed = 0
    if (remove)
      for (const { lab } of found.labs) removed += (await this.applier.remove(lab, this.actorOf(connection, actor))).removed
    connection.send({ id, type: 'orphans', orphans: found, removed })
  }

  private async confirm(connection: Connection, id: number, { lab, keep }: RequestOf<'confirm'>): Promise<void> {
    connection.send({ id, type: 'confirmed', outcome: await this.applier.confirm(lab, keep) })
  }

  private async log(connection: Connection, id: number, { lab, of }: RequestOf<'log'>): Promise<void> {
    const { logOf } = this.purpose
    if (!logOf) throw new Refusal('not-allowed', 'the log of a sandbox is kept by who asks it for things')
    connection.send({ id, type: 'log', ...toldRuns(await logOf(lab), of) })
  }

  private async admit(connection: Connection, id: number, { uid }: RequestOf<'admit'>): Promise<void> {
    const { admit } = this.purpose
    if (!admit || !connection.privileged) throw new Refusal('not-allowed', 'only root lets others in')
    connection.send({ id, type: 'admitted', socket: await admit(uid) })
  }

  /**
   * Whether the machine's first process started us and ends when we do, as in every sandbox: then the kernel takes all that the
   * sandbox holds away at once, and nobody has to wait for it. Taking a thousand pairs away one after the other takes seconds.
   */
  private endsWithMachine(): boolean {
    return this.purpose.machine === 'sandbox' && process.ppid === 1
  }

  private checkLoad(connection: Connection): void {
    if (connection.load >= MAX_RUNNING) throw new Refusal('limit', `at most ${MAX_RUNNING} programs at a time`)
  }

  private async ping(connection: Connection, id: number, request: RequestOf<'ping'>): Promise<void> {
    this.checkLoad(connection)
    const namespace = this.namespaceOf(request.node, request.lab)
    const address = resolveTarget(this.running(request.lab), this.observer.machine.state, request.node, request.target)
    const probe = startPing(namespace, address, request, (event) => connection.send({ id, type: 'ping', event }))
    connection.started(id, probe.end)
    try {
      connection.send({ id, type: 'done', ...(await probe.ended) })
    } finally {
      connection.ended(id)
    }
  }

  private async tcp(connection: Connection, id: number, request: RequestOf<'tcp'>): Promise<void> {
    this.checkLoad(connection)
    const namespace = this.namespaceOf(request.node, request.lab)
    const address = resolveTarget(this.running(request.lab), this.observer.machine.state, request.node, request.target)
    const abort = new AbortController()
    connection.started(id, () => abort.abort())
    try {
      connection.send({
        id,
        type: 'tcp',
        result: await checkTcp(namespace, address, request.port, request.timeout, abort.signal),
      })
    } finally {
      connection.ended(id)
    }
  }

  /** In its turn, so that it never sees the middle of an apply. */
  private async discover(connection: Connection, id: number): Promise<void> {
    const discovery = await this.observer.inTurn(() => discoverMachine())
    connection.send({ id, type: 'discovery', discovery })
  }

  /** Not waited for until it is answered: requests without an answer are held to a number, and would hold up the program's `cancel`. */
  private input(connection: Connection, id: number, { of, data }: RequestOf<'input'>): void {
    const bytes = data === null ? null : Buffer.from(data, 'base64')
    connection.input(of, bytes, () => connection.send({ id, type: 'input-done' }))
  }

  private async run(connection: Connection, id: number, request: RequestOf<'run'>): Promise<void> {
    if (!connection.privileged)
      throw new Refusal('not-allowed', 'on this computer itself, programs are run by root’s own command line only')
    this.checkLoad(connection)
    const namespace = this.namespaceOf(request.node, request.lab)
    const program = startProgram(namespace, request.argv, request.timeout, {
      output: (stream, data) => connection.send({ id, type: 'output', stream, data }),
      isBehind: () => connection.isBehind,
      whenCaughtUp: (work) => connection.whenCaughtUp(work),
    })
    connection.started(id, program.end, program.input)
    try {
      connection.send({ id, type: 'done', ...(await program.ended) })
    } finally {
      connection.ended(id)
    }
  }
}
