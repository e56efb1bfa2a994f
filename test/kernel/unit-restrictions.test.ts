import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { base } from '../../core/check/testing'
import { connectAgent } from '../../server/machines/connection'
import { asUnit } from './as-unit'
import { HostMachine } from './host-machine'

it('the agent of this computer does all that it is for with what its systemd unit leaves it', async () => {
  const host = await HostMachine.start(60, undefined, { by: asUnit(), options: ['--admit', '0'] })
  try {
    const { pid } = host.connection.hello
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).not.toMatch(/^CapBnd:\s+0*1ffffffffff$/m)
    // Through the door that the unit has it open for the web editor.
    const web = await connectAgent(join(host.folder, 'web-0.sock'))
    const lab = base()
    expect((await web.request({ type: 'apply', lab, actor: 'test' })).result).toMatchObject({ outcome: 'applied' })
    const ping = web.stream(
      { type: 'ping', lab: lab.name, node: 'red', target: 'blue', count: 1, interval: 200 },
      () => undefined,
    )
    expect(await ping.done).toMatchObject({ exitCode: 0 })
    await expect(web.stream({ type: 'run', lab: lab.name, node: 'red', argv: ['true'] }, () => undefined).done).rejects.toThrow()
    expect((await web.request({ type: 'destroy', lab: lab.name, actor: 'test' })).removed).toBeGreaterThan(0)
    web.close()
  } finally {
    await host.close()
  }
})
