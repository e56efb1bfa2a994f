/** Bounds on one document (hostile inputs: over 5,000 nodes, 1 MB or 20 levels is refused). */
export const LIMITS = {
  nodes: 5000,
  bytes: 1_000_000,
  depth: 20,
  idBytes: 160,
  description: 2000,
  /** Of one chain of a filter. */
  filterRules: 256,
  /** The networks that one NAT rule leaves alone. */
  exceptions: 32,
} as const
