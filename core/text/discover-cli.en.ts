/** The words of `netloom discover`, English. `zh` has the same keys: the compiler holds the two together. */
export const discoverCliEn = {
  processIn: (pid: number, name: string, user: string, node: string) => `Process ${pid} (${name}, ${user}) is in ${node}`,
  theHost: 'the machine’s own namespace (host)',
  theNamed: (name: string) => `the namespace ${name}`,
  theUnnamed: (path: string) => `a namespace without a name: ${path}`,
  sharedWith: (count: number, examples: string) =>
    count === 0 ? 'Nobody else is in there.' : `With it ${count === 1 ? 'is' : 'are'} ${count} more: ${examples}`,
  noProcess: (pid: number) => `There is no process ${pid} here`,
  hiddenProcess: (pid: number, name: string, user: string) =>
    `Process ${pid} (${name}) belongs to ${user}, and only root may see which namespace it is in. Look as root: sudo netloom discover --process ${pid}`,
  whichSandbox: (labs: string) => `Several sandboxes run. Name the lab of the one to look into: ${labs}`,
  noSandbox: 'No sandbox runs. To look at this computer: netloom discover --machine host.',
  sandboxOnly: 'A lab’s name goes with its sandbox; leave out the name, or --machine host.',
  unknownNode: (name: string, nodes: string) => `There is no node “${name}” here. There are ${nodes}`,
}

export type DiscoverCliText = typeof discoverCliEn
