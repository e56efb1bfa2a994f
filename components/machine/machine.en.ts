/** The page that shows what is on this machine, English. */
export const machineEn = {
  title: 'What’s on this machine',
  back: 'Labs',
  where: 'Where to look',
  thisComputer: 'This computer',
  sandboxOf: (lab: string) => `Sandbox of ${lab}`,
  refresh: 'Look again',
  looking: 'Looking…',
  gone: 'This sandbox does not run any more. Look elsewhere.',
  failed: 'The look around failed',
  picture: 'What is there',
  readOnly: 'Nothing here is changed. Copy nodes into a lab of yours, or take them into a new one',
  counts: (nodes: number, links: number) =>
    `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${links} ${links === 1 ? 'link' : 'links'}`,
  places: 'Namespaces and processes',
  search: 'Search by name or PID',
  searchHint: 'red, sleep, 4242 …',
  noMatch: (query: string) => `Nothing here is called “${query}”.`,
  processIs: (pid: number, name: string, user: string, node: string) => `Process ${pid} (${name}, ${user}) is in ${node}.`,
  processHidden: (pid: number, name: string, user: string) =>
    `Process ${pid} (${name}) belongs to ${user}; only root may see which namespace it is in.`,
  noProcess: (pid: number) => `There is no process ${pid} here, or it cannot be seen.`,
  host: 'The machine’s own namespace',
  named: 'Named namespace',
  unnamed: (pid: number) => `No name; held by process ${pid}`,
  processes: (count: number) => (count === 0 ? 'no processes' : `${count} ${count === 1 ? 'process' : 'processes'}`),
  more: (count: number) => `and ${count} more`,
  choose: (node: string) => `Choose ${node}`,
  copy: 'Copy',
  copyHint: 'Copy what is chosen, to paste it into another lab',
  findings: 'What is not as it looks',
  noFindings: 'Everything that is there is drawn as it is.',
  findingCount: (warnings: number, notes: number) =>
    [
      warnings > 0 ? `${warnings} not drawn as ${warnings === 1 ? 'it is' : 'they are'}` : '',
      notes > 0 ? `${notes} ${notes === 1 ? 'remark' : 'remarks'}` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  warning: 'Not drawn as it is',
  info: 'Remark',
  limited:
    'This page looks with an ordinary user’s rights: the namespaces of others, their processes and packet rules stay hidden. To see all of it, start the server as root with netloom serve --machine host, or run sudo netloom discover.',
  nameLabel: 'Name of the lab',
  nameBad: 'Lower-case letters, digits and “-”, at most 40, beginning with a letter or a digit',
  adoptAll: 'Take all into a new lab',
  adopt: (count: number) => `Take ${count} into a new lab`,
  adopting: 'Making the lab…',
} as const
