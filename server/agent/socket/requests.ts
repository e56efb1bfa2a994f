import { release } from 'node:os'
import type * as z from 'zod'
import type { Lab } from '../../../core/lab/schema'
import { AGENT_PROTOCOL, type AgentRequest, type agentRequestFrameSchema } from '../../../core/protocol/agent'
import { version } from '../../../package.json'
import type { Applier } from '../apply/applier'
import type { Consoles } from '../console/consoles'
import { discoverMachine } from '../discover/machine'
import { TOOLS, toolPath } from '../kernel/tools'
import type { Observer } from '../observe/observer'
import { startPing } from '../probe/ping'
import { startProgram } from '../probe/program'
import { nodeNamespace, Refusal, resolveTarget } from '../probe/resolve'
import { checkTcp } from '../probe/tcp'
import type { Connection } from './connection'
import { answerConsole } from './console-requests'
import { ObservationFeed } from './observation'

export type RequestFrame = z.infer<typeof agentRequestFrameSchema>
type RequestOf<T extends AgentRequest['type']> = Extract<AgentRequest, { type: T }>

/** Pings, checks and programs of one client at a time. */
const MAX_RUNNING = 64
/** Answers the requests of the agent's clients. */
export class Requests {
  constructor(
    private readonly lab: string,
    private readonly observer: Observer,
    private readonly applier: Applier,
    private readonly consoles: Consoles,
    /** Called once a destroyed sandbox has nothing more to do. */
    private readonly onDestroyed: () => void,
  ) {}

  /** One request; a failure is thrown and becomes an error frame. */
  readonly answer = async (connection: Connection, { id, request }: RequestFrame): Promise<void> => {
    switch (request.type) {
      case 'hello':
        return this.hello(connection, id)
      case 'observe':
        return this.observe(connection, id, request)
      case 'plan':
        return this.plan(connection, id, request)
      case 'apply':
        return this.apply(connection, id, request)
      case 'destroy':
        return this.destroy(connection, id, request)
      case 'ping':
        return this.ping(connection, id, request)
      case 'tcp':
        return this.tcp(connection, id, request)
      case 'run':
        return this.run(connection, id, request)
      case 'discover':
        return this.discover(connection, id)
      case 'input':
        return connection.input(request.of, request.data === null ? null : Buffer.from(request.data, 'base64'))
      case 'cancel':
        return connection.cancel(request.of)
      default:
        return answerConsole(this.consoles, this.namespaceOf, connection, id, request)
    }
  }

  private readonly namespaceOf = (node: string) => nodeNamespace(this.running, this.observer.machine.namespaces, node)

  private get running(): Lab | undefined {
    return this.applier.applied[this.lab]
  }

  private hello(connection: Connection, id: number): void {
    const tools = Object.fromEntries(TOOLS.map((tool) => [tool, toolPath(tool)]))
    const { pid } = process
    connection.send({
      id,
      type: 'hello',
      hello: { protocol: AGENT_PROTOCOL, version, machine: 'sandbox', lab: this.lab, pid, kernel: release(), tools },
    })
  }

  private observe(connection: Connection, id: number, { traffic }: RequestOf<'observe'>): void {
    connection.stopObserving()
    const feed = new ObservationFeed(connection, id, this.observer, this.applier, traffic)
    connection.observing(id, () => feed.end())
  }

  private checkLab(name: string): void {
    if (name !== this.lab) throw new Refusal('not-allowed', `this sandbox is for the lab ${this.lab}, not for ${name}`)
  }

  private async plan(connection: Connection, id: number, { lab }: RequestOf<'plan'>): Promise<void> {
    this.checkLab(lab.name)
    const plan = await this.applier.plan(lab)
    const ops = plan.steps.map(({ op }) => op)
    connection.send({ id, type: 'plan', plan: { id: plan.id, ops, conflicts: plan.conflicts.length } })
  }

  private async apply(connection: Connection, id: number, { lab, planId }: RequestOf<'apply'>): Promise<void> {
    this.checkLab(lab.name)
    const result = await this.applier.apply(lab, planId, (progress) => connection.send({ id, type: 'progress', progress }))
    connection.send({ id, type: 'applied', result })
  }

  private async destroy(connection: Connection, id: number, { lab }: RequestOf<'destroy'>): Promise<void> {
    this.checkLab(lab)
    const removed = await (endsWithUs() ? this.applier.countOwned(lab) : this.applier.remove(lab))
    connection.send({ id, type: 'destroyed', removed, left: [] })
    await connection.finish()
    this.onDestroyed()
  }

  private checkLoad(connection: Connection): void {
    if (connection.load >= MAX_RUNNING) throw new Refusal('limit', `at most ${MAX_RUNNING} programs at a time`)
  }

  private async ping(connection: Connection, id: number, request: RequestOf<'ping'>): Promise<void> {
    this.checkLoad(connection)
    const namespace = this.namespaceOf(request.node)
    const address = resolveTarget(this.running, request.node, request.target)
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
    const namespace = this.namespaceOf(request.node)
    const address = resolveTarget(this.running, request.node, request.target)
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

  private async run(connection: Connection, id: number, request: RequestOf<'run'>): Promise<void> {
    this.checkLoad(connection)
    const namespace = this.namespaceOf(request.node)
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

/**
 * Whether the machine's first process started us and ends when we do, as in every sandbox: then the kernel takes all that the
 * sandbox holds away at once, and nobody has to wait for it. Taking a thousand pairs away one after the other takes seconds.
 */
function endsWithUs(): boolean {
  return process.ppid === 1
}
