import * as z from 'zod'
import { isInterfaceName } from '../net/names'

const text = z.string().max(64)

/**
 * The DHCP server of a host or namespace. Shape only, as everywhere in the schema: `core/check/dhcp` says whether the range lies in the
 * interface's network.
 */
export const dhcpServerSchema = z.strictObject({
  /** The interface that it serves: one of the node's own, or a bridge's that lives in the node. */
  interface: z.string().refine(isInterfaceName, { error: 'bad-interface-name' }),
  /** The first and the last address that it gives away. */
  range: z.tuple([text, text]),
  /** The default gateway that it tells its clients; absent: none. */
  router: text.optional(),
  /** The name servers that it tells its clients. */
  dns: z.array(text).max(8).optional(),
  /** How long a lease lasts, such as `45m`, `1h`, `2d`; absent: `DEFAULT_LEASE`. */
  lease: text.optional(),
})

export type DhcpServer = z.infer<typeof dhcpServerSchema>
