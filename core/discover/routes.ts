import type { Route } from '../lab/schema'
import { netnsOf } from '../lab/view'
import { DEFAULT_METRIC, desiredOfLab } from '../plan/desired'
import type { RouteState } from '../state/state'
import { type Draft, deviceKey } from './draft'

/** rtm_protocol (rtnetlink(7)) of the routes that the kernel adds by itself. */
const KERNEL = 2
/** The most routes that a lab's node holds. */
const MAX_ROUTES = 1024

/** Draws the routes that somebody added, of every namespace; those that came with a lease will come again. */
export function drawRoutes(draft: Draft, isLeased: (key: string, route: RouteState) => boolean): void {
  for (const [key, { routes, links }] of draft.namespaces) {
    const node = draft.routed(key)
    const name = draft.nodes.get(key)
    if (!node || name === undefined) continue
    const element = { kind: 'node', node: name } as const
    const indexes = new Map(Object.values(links).map((link) => [link.name, link.index]))
    const device = (dev: string) => draft.devices.get(deviceKey(key, indexes.get(dev) ?? 0))?.name
    const found = routes.filter((route) => route.protocol !== KERNEL && !isLeased(key, route))
    const drawn: Route[] = []
    const places = new Set<string>()
    for (const route of found) {
      const place = `${route.family} ${route.to} ${route.metric}`
      if (places.has(place))
        draft.tell('discover-multipath', 'warning', element, { to: route.to, via: route.via ?? route.dev ?? '' })
      else if (drawn.length < MAX_ROUTES) drawn.push(labRoute(route, device))
      places.add(place)
    }
    if (found.length > MAX_ROUTES)
      draft.tell('discover-too-many', 'warning', element, { what: 'routes', count: found.length, max: MAX_ROUTES })
    if (drawn.length > 0) node.routes = drawn
  }
  dropNeedlessDevices(draft)
}

function labRoute(route: RouteState, device: (dev: string) => string | undefined): Route {
  const { family, to, via, dev, metric } = route
  const name = dev === undefined ? undefined : device(dev)
  return {
    // `default` through an interface alone is IPv4's.
    to: to === 'default' && via === undefined && family === 6 ? '::/0' : to,
    ...(via !== undefined && { via }),
    ...(name !== undefined && { dev: name }),
    ...(metric !== DEFAULT_METRIC[family] && { metric }),
  }
}

/** A gateway tells the interface by itself, unless it could be reached through another one as well. */
function dropNeedlessDevices({ lab }: Draft): void {
  const bare = Object.fromEntries(
    Object.entries(lab.nodes).map(([name, node]) => {
      if (node.kind === 'bridge' || !node.routes) return [name, node]
      const routes = node.routes.map(({ dev, ...route }) =>
        route.via === undefined && dev !== undefined ? { ...route, dev } : route,
      )
      return [name, { ...node, routes }]
    }),
  )
  const desired = desiredOfLab({ ...lab, nodes: bare })
  for (const [name, node] of Object.entries(lab.nodes)) {
    if (node.kind === 'bridge' || !node.routes) continue
    const found = new Map(
      desired.namespaces
        .get(netnsOf(lab, name))
        ?.routes.map(({ element, resolvedDev }) => [element.kind === 'route' ? element.index : -1, resolvedDev]),
    )
    node.routes = node.routes.map((route, index) => {
      const { dev, ...rest } = route
      return route.via !== undefined && dev !== undefined && found.get(index) === dev ? rest : route
    })
  }
}
