/** What conntrack says of a packet's connection (iptables-extensions(8), conntrack), in the order in which nft lists them. */
export const FILTER_STATES = ['established', 'related', 'new', 'invalid'] as const
export const FILTER_PROTOCOLS = ['tcp', 'udp', 'icmp', 'icmpv6', 'any'] as const
export const FILTER_ACTIONS = ['accept', 'drop', 'reject'] as const
/** In the order in which a packet that passes through, or ends here, or starts here would be asked. */
export const FILTER_CHAINS = ['input', 'forward', 'output'] as const
