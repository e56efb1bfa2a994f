import { afterEach, beforeEach } from 'vitest'
import { findSandbox, sandboxLabs } from '../../server/machines/sandbox'
import { Browser, enter, openSite, type Site } from '../../server/web/testing/harness'

interface WebSite {
  site: Site
  browser: Browser
}

/**
 * A web process with a store of its own and a browser that it knows, for each test of a file; afterwards no machine is left of it. A test
 * that starts the process again puts the new ones in their places.
 */
export function webSite(): WebSite {
  const at = {} as WebSite
  let before: string | undefined
  beforeEach(async () => {
    before = process.env.NETLOOM_HOME
    at.site = await openSite()
    process.env.NETLOOM_HOME = at.site.home
    at.browser = await Browser.connect(at.site.port, await enter(at.site))
  })
  afterEach(async () => {
    for (const lab of await sandboxLabs()) {
      const agent = await findSandbox(lab)
      await agent?.request({ type: 'destroy', lab, actor: 'test' })
      await agent?.closed
    }
    at.browser.close()
    await at.site.remove()
    if (before === undefined) delete process.env.NETLOOM_HOME
    else process.env.NETLOOM_HOME = before
  })
  return at
}

/** Two namespaces joined by a veth pair, as a lab file. */
export const pairFile = (lab: string) => `netloom: 1
name: ${lab}
nodes:
  red: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
  blue: { kind: namespace, interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
links:
  - endpoints: [red:eth0, blue:eth0]
`
