import type { ClientEventName } from '../../core/protocol/socket'
import type { Handlers } from './handlers'

/** What the page asks of consoles. Everything about them is the agent's; the lab has to be open here. */
export const consoleHandlers: Pick<Handlers, Extract<ClientEventName, `console:${string}`>> = {
  async 'console:open'({ visit }, { lab, node, cols, rows }) {
    const { machine } = await visit.room(lab)
    return { console: await machine.shells.open(node, { cols, rows }) }
  },

  async 'console:attach'({ visit }, { lab, console, attachment }) {
    const { machine } = await visit.room(lab)
    visit.attach(lab, attachment, () =>
      machine.shells.attach(console, (data, reset) => visit.socket.emit('console:output', { lab, attachment, data, reset })),
    )
    return {}
  },

  async 'console:detach'({ visit }, { lab, attachment }) {
    visit.attachment(lab, attachment)?.cancel()
    return {}
  },

  async 'console:ack'({ visit }, { lab, attachment, bytes }) {
    visit.attachment(lab, attachment)?.acknowledge(bytes)
    return {}
  },

  async 'console:input'({ visit }, { lab, console, data }) {
    const { machine } = await visit.room(lab)
    await machine.shells.type(console, data)
    return {}
  },

  async 'console:resize'({ visit }, { lab, console, cols, rows }) {
    const { machine } = await visit.room(lab)
    await machine.shells.resize(console, { cols, rows })
    return {}
  },

  async 'console:close'({ visit }, { lab, console }) {
    const { machine } = await visit.room(lab)
    await machine.shells.close(console)
    return {}
  },
}
