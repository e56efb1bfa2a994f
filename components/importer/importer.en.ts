/** The import page, English. */
export const importerEn = {
  title: 'Import commands',
  back: 'Labs',
  lead: 'Paste a script, notes with commands in them, or what was typed at a prompt. It is read, never run.',
  editor: 'Commands to import',
  placeholder:
    'ip netns add red\nip link add …\n\nA tutorial’s whole text will do: ip, brctl, ifconfig, route, sysctl, iptables, nft, loops and functions.',
  open: 'Open a file…',
  sample: 'Show me an example',
  clear: 'Clear',
  dropHere: 'Drop the file to read it',
  nameLabel: 'Name of the lab',
  nameBad: 'Lower-case letters, digits and “-”, at most 40, beginning with a letter or a digit',
  create: 'Make it a lab',
  creating: 'Making the lab…',
  preview: 'What the commands make',
  nothingYet: 'The network appears here as you type',
  reading: 'Reading…',
  counts: (nodes: number, links: number) =>
    `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${links} ${links === 1 ? 'link' : 'links'}`,
  findings: 'What there is to say about the lines',
  noFindings: 'Every line was understood.',
  summary: (errors: number, warnings: number, infos: number) =>
    [
      errors > 0 ? `${errors} left out` : '',
      warnings > 0 ? `${warnings} to look at` : '',
      infos > 0 ? `${infos} ${infos === 1 ? 'remark' : 'remarks'}` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  line: (line: number) => `Line ${line}`,
  severity: { error: 'Left out', warning: 'Look at this', info: 'Remark' },
  unreadable: 'This file could not be read.',
  tooLarge: 'This file is larger than one megabyte. Import the part that builds the network.',
  failed: 'The commands could not be read. This is a fault of ours; shorten the text to find the line.',
  leaveEditor: 'Press Escape, then Tab, to leave the editor.',
} as const
