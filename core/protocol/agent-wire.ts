/**
 * The messages on an agent's Unix socket: one JSON object a line, at most `MAX_LINE` bytes, requests from the web
 * process or the command line, replies and events from the agent. Both sides validate. This is the whole of what a
 * compromised web process could ask for.
 */

export const AGENT_PROTOCOL = 1
/** Bytes of one line; a lab has at most 1 MB, a snapshot of 5,000 namespaces stays under 32 MB. */
export const MAX_LINE = 32 * 1024 * 1024
