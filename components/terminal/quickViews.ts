import type { Text } from '../i18n/text'

/** A command that texts about networks begin with. */
export interface QuickView {
  command: string
  label: (t: Text['console']) => string
}

/** Typed into the console with one click, so that a reader sees the command with what it prints, and types it themselves the next time. */
export const QUICK_VIEWS: readonly QuickView[] = [
  { command: 'ip addr', label: (t) => t.views.addresses },
  { command: 'ip route', label: (t) => t.views.routes },
  { command: 'ip neigh', label: (t) => t.views.neighbours },
  { command: 'bridge fdb', label: (t) => t.views.fdb },
  { command: 'nft list ruleset', label: (t) => t.views.rules },
  { command: 'ss -tlnp', label: (t) => t.views.sockets },
]
