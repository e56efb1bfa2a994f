import type { Words } from './words'

/** What an import has to say about containers and about interfaces that the machine has by itself, English. */
export const importAttachedEn = {
  'import-nic': {
    message: (p) =>
      `Left out: ${p.name} of ${p.of} is there already, and a lab can only make an interface of the host a port of a bridge`,
    suggestion: (p) =>
      `Give ${p.name} to a bridge (ip link set ${p.name} master BRIDGE), or play the network behind it by a namespace.`,
  },
  'import-nic-port': {
    message: (p) =>
      `${p.name} is the machine’s own. As a port of ${p.bridge} it takes its addresses and the routes through it along`,
    suggestion: () => 'Apply the lab to this computer itself, and put the name of your interface there: a sandbox has none.',
  },
  'import-container-runs': {
    message: (p) => `The lab attaches the container ${p.name}, and neither starts nor stops it`,
    suggestion: (p) => `Have it running before the lab is applied to this computer: ${p.engine} ps`,
  },
  'import-container-exists': {
    message: (p) => `There is a container ${p.name} since line ${p.line}, so the engine refuses a second one`,
    suggestion: () => 'Choose another name, or remove the first one before.',
  },
  'import-container-unnamed': {
    message: (p) => `Without a name, the engine makes one up; the lab expects the container to be called ${p.name}`,
    suggestion: (p) => `Start it by: ${p.tool} run --name ${p.name} …`,
  },
  'import-container-host': {
    message: (p) => `${p.name} has no network of its own but the computer’s: what is done in it is done on the host`,
    suggestion: () => 'To give it its own, start it with “--network none” and attach it.',
  },
  'import-container-shares': {
    message: (p) => `${p.name} has no network of its own but that of ${p.other}, which stands for both`,
    suggestion: () => 'Nothing needs to be done.',
  },
  'import-container-nameless': {
    message: (p) =>
      `“ip netns” does not know the container ${p.name}, since nothing in /run/netns leads to it; it was taken as meant`,
    suggestion: (p) => `Add above: ln -s /proc/$(docker inspect -f '{{.State.Pid}}' ${p.name})/ns/net /run/netns/${p.name}`,
  },
  'import-container-pid': {
    message: (p) => `Which process has the number ${p.pid} cannot be told from the text, and it is another one at every start`,
    suggestion: () => 'In the lab, choose the container by its name.',
  },
  'import-container-restarted': {
    message: (p) => `${p.name} gets a new namespace when it starts again: its links and addresses of before are gone`,
    suggestion: () => 'Attach it after the last start. Netloom attaches it again by itself at the next apply.',
  },
  'import-container-differs': {
    message: (p) => `The two are not the same: started like this, ${p.name} has a namespace of its own`,
    suggestion: (p) => `To share the computer’s network: docker run --network host --name ${p.name} …`,
  },
  'import-container-beyond': {
    message: (p) => `Left out: what the engine makes by “${p.text}” is its own`,
    suggestion: () => 'Draw a bridge and a link to each container in its place.',
  },
  'import-pipework-host': {
    message: (p) => `Left out: on ${p.name}, pipework would make something other than a port of a bridge`,
    suggestion: () => 'Name a bridge: one that exists, or a name that begins with “br”.',
  },
} satisfies Record<string, Words>
