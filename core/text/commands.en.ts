/** What a user did, as the undo menu says it, English. `zh` has the same keys. */
export const commandsEn = {
  'add-namespace': 'Add namespace',
  'add-bridge': 'Add bridge',
  'add-container': 'Add container',
  'set-container': 'Change container',
  remove: 'Delete',
  'rename-node': 'Rename',
  'rename-interface': 'Rename interface',
  join: 'Join',
  reconnect: 'Move the end of a link',
  'set-interface': 'Change interface',
  'set-node': 'Change node',
  'set-forwarding': 'Switch forwarding',
  'set-routes': 'Change routes',
  'set-neighbours': 'Change neighbours',
  'set-dhcp': 'Change DHCP server',
  'set-filter': 'Change packet filter',
  'set-nat': 'Change NAT rules',
  'add-nat': 'Add NAT rule',
  move: 'Move',
  paste: 'Paste',
  duplicate: 'Duplicate',
  describe: 'Change description',
  adopt: 'Take over from the machine',
  'guide-form': 'Set up for the guide',
} satisfies Record<string, string>

export type CommandLabel = keyof typeof commandsEn
