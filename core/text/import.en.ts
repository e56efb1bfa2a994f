import { importAttachedEn } from './import-attached.en'
import type { Words } from './words'

/** What an import of shell commands has to say about a line, English. */
export const importEn = {
  ...importAttachedEn,
  'import-too-large': {
    message: (p) => `The text has more than ${p.max} bytes`,
    suggestion: () => 'Import the part that builds the network.',
  },
  'import-not-text': {
    message: () => 'This is not text',
    suggestion: () => 'Choose a file of shell commands, or paste them.',
  },
  'import-nothing': {
    message: () => 'Nothing in the text makes a network',
    suggestion: () => 'Commands such as “ip netns add red” or “ip link add … type veth peer name …” do.',
  },
  'import-too-much': {
    message: () => 'The text makes more than one lab can hold',
    suggestion: () => 'Import a part of it.',
  },
  'import-more': {
    message: (p) => `There are ${p.count} further findings`,
    suggestion: () => 'Mend the first ones and import again.',
  },
  'import-syntax': {
    message: (p) => `The shell would not take this: ${p.text}`,
    suggestion: () => 'Look for an open quote, bracket or block, and for remarks that are not after “#”.',
  },
  'import-not-a-command': {
    message: (p) => `Left out, because it is no command: ${p.text}`,
    suggestion: () => 'Put “#” before remarks.',
  },
  'import-unknown-command': {
    message: (p) => `Left out, because the program ${p.name} is not known here`,
    suggestion: () => 'If it changes the network, say the same with ip, sysctl, nft or iptables.',
  },
  'import-not-run': {
    message: (p) => `Never run: ${p.text}`,
    suggestion: () => 'An import only reads; this command has nothing to do with a network, so take it out.',
  },
  'import-no-network': {
    message: (p) => `Left out, because a lab holds nothing of it: ${p.names}`,
    suggestion: () => 'Run it by hand, where what the lab runs on needs it.',
  },
  'import-not-followed': {
    message: (p) => `Left out: what “${p.text}” does cannot be told without running it`,
    suggestion: () => 'Write the commands out.',
  },
  'import-unknown-value': {
    message: (p) => `Left out, because a value in it is only known when it runs: ${p.text}`,
    suggestion: () => 'Put the value itself there, or set the variable above.',
  },
  'import-file-unknown': {
    message: (p) => `Left out, because the contents of the file “${p.file}” are not in the text`,
    suggestion: () => 'Paste its contents in place of this line.',
  },
  'import-endless': {
    message: () => 'The import stopped here: the script takes too many steps, or never ends',
    suggestion: () => 'Take the endless loop out, or import less at a time.',
  },
  'import-argument': {
    message: (p) => `The script does nothing by itself; it was followed as if called with “${p.word}”`,
    suggestion: () => 'Nothing needs to be done.',
  },
  'import-slash-comment': {
    message: (p) => `“${p.text}” would be an argument: the shell knows no remarks after //`,
    suggestion: () => 'Put “#” before remarks.',
  },
  'import-parenthesis': {
    message: (p) => `“${p.text}” is no part of the command, and the shell would refuse the line`,
    suggestion: () => 'Remove it, or put it after “#”.',
  },
  'import-typo': {
    message: (p) => `${p.tool} does not know “${p.word}”; it was taken for “${p.near}”`,
    suggestion: (p) => `Write “${p.near}”.`,
  },
  'import-unknown-word': {
    message: (p) => `Left out: ${p.tool} does not know “${p.word}”`,
    suggestion: (p) => `“${p.tool} help” or its manual page lists what it knows.`,
  },
  'import-extra-word': {
    message: (p) => `${p.tool} does not know what “${p.word}” means there`,
    suggestion: () => 'Remove it, or put it after “#” if it is a remark.',
  },
  'import-dev-forgotten': {
    message: (p) => `“${p.word}” is an interface, and “dev” is missing before it`,
    suggestion: (p) => `Write “dev ${p.word}”.`,
  },
  'import-missing': {
    message: (p) => `Left out: ${p.tool} needs ${p.what}`,
    suggestion: (p) => `Add ${p.what}.`,
  },
  'import-no-verb': {
    message: (p) => `“${p.tool}” was not told what to do with ${p.text}; it was taken for “add”`,
    suggestion: (p) => `Write “${p.tool} add …”.`,
  },
  'import-trailing-up': {
    message: (p) => `“ip address add” takes no “up” and would refuse the line; ${p.name} was brought up as meant`,
    suggestion: (p) => `Write a second line: ip link set ${p.name} up.`,
  },
  'import-no-prefix': {
    message: (p) => `${p.text} has no prefix length, so the kernel takes /32 or /128: ${p.dev} has no neighbours, and pings fail`,
    suggestion: (p) => `Add the length of the network’s prefix, such as ${p.text}/${p.length}.`,
  },
  'import-class-mask': {
    message: (p) => `Without “netmask”, ifconfig takes the mask of the address’s old class: ${p.text}`,
    suggestion: () => 'Say the mask: “netmask 255.255.255.0”, or write the address with its prefix.',
  },
  'import-default-address': {
    message: (p) => `${p.text} without a prefix length is one address; it was taken for “default”`,
    suggestion: () => 'Write “default”.',
  },
  'import-netns-unmade': {
    message: (p) => `No line makes the namespace ${p.name}; it was taken as there`,
    suggestion: (p) => (p.near ? `Was “${p.near}” meant? Else add: ip netns add ${p.name}` : `Add above: ip netns add ${p.name}`),
  },
  'import-netns-deleted': {
    message: (p) => `The namespace ${p.name} was deleted in line ${p.line} and is used again; it was taken as there`,
    suggestion: (p) => `Move the deletion to the end, or add: ip netns add ${p.name}`,
  },
  'import-netns-exists': {
    message: (p) => `The namespace ${p.name} exists since line ${p.line}`,
    suggestion: () => 'Remove one of the two lines.',
  },
  'import-no-device': {
    message: (p) => `Left out: ${p.netns} has no interface ${p.name}`,
    suggestion: (p) => (p.near ? `Was “${p.near}” meant?` : 'Make it first: ip link add … type veth peer name …'),
  },
  'import-device-elsewhere': {
    message: (p) => `Left out: ${p.name} is not in ${p.netns} but in ${p.other}`,
    suggestion: (p) => `Move it there first: ip link set ${p.name} netns ${p.netns}`,
  },
  'import-device-moved': {
    message: (p) => `${p.name} was never moved from ${p.other} to ${p.netns}; it was moved as meant`,
    suggestion: (p) => `Add above: ip link set ${p.name} netns ${p.netns}`,
  },
  'import-up-elsewhere': {
    message: (p) => `${p.name} is not in ${p.netns} but in ${p.other}; it was brought up there as meant`,
    suggestion: (p) => `Write: ip -n ${p.other} link set ${p.name} up`,
  },
  'import-device-exists': {
    message: (p) => `Left out: ${p.netns} has an interface ${p.name} since line ${p.line}`,
    suggestion: () => 'Choose another name, or delete the first one before.',
  },
  'import-nothing-to-delete': {
    message: (p) => `There is nothing to delete: ${p.what}`,
    suggestion: () => 'The line may be there to clean up; then nothing needs to be done.',
  },
  'import-cannot-delete': {
    message: (p) => `Left out: ${p.name} cannot be deleted`,
    suggestion: () => 'Remove the line.',
  },
  'import-nat-nic': {
    message: (p) => `${p.name} belongs to the machine and is not in the lab, so the rule is for every interface`,
    suggestion: () => 'Draw what is outside as a namespace with a link, and name that link’s end in the rule.',
  },
  'import-device-kind': {
    message: (p) => `Left out: ${p.name} is of the kind ${p.kind}, and a lab holds only veth pairs and bridges`,
    suggestion: () => 'Use a veth pair where that does.',
  },
  'import-other-device': {
    message: (p) => `Left out, because a lab cannot hold ${p.name}`,
    suggestion: () => 'Use a veth pair where that does.',
  },
  'import-not-a-bridge': {
    message: (p) => `Left out: ${p.name} is no bridge`,
    suggestion: (p) => `Make it one first: ip link add ${p.name} type bridge`,
  },
  'import-cannot-be-port': {
    message: (p) => `Left out: ${p.name} cannot be a port of ${p.bridge}`,
    suggestion: () => 'The end of a veth pair can.',
  },
  'import-cannot-move': {
    message: (p) => `Left out: ${p.name} stays in its namespace`,
    suggestion: () => 'Make it there: ip -n NAME link add …',
  },
  'import-setting-ignored': {
    message: (p) => `Not taken over, because a lab does not hold it: ${p.text}`,
    suggestion: () => 'Nothing needs to be done, unless the network depends on it.',
  },
  'import-route-exists': {
    message: (p) => `There is a route to ${p.to} since line ${p.line}, so the kernel refuses this one`,
    suggestion: () => 'Use “replace”, or give it another metric.',
  },
  'import-route-kind': {
    message: (p) => `Left out: a lab cannot hold routes with “${p.text}”`,
    suggestion: () => 'Use a plain route through a gateway or an interface.',
  },
  'import-rule': {
    message: (p) => `Left out: a lab cannot hold rules for choosing routing tables (${p.text})`,
    suggestion: () => 'Use a route in the main table.',
  },
  'import-tunnel': {
    message: (p) => `Left out: a lab cannot hold tunnels (${p.text})`,
    suggestion: () => 'Use a veth pair where that does.',
  },
  'import-neighbour': {
    message: (p) => `Left out: a lab cannot hold neighbours of this kind (${p.text})`,
    suggestion: () => 'Write down the neighbour’s own MAC, or let neighbours find each other by themselves.',
  },
  'import-neighbour-passing': {
    message: (p) => `Left out: in the state “${p.state}”, the kernel soon forgets ${p.text} by itself`,
    suggestion: () => 'Write “nud permanent” if it is to stay.',
  },
  'import-neighbour-nowhere': {
    message: (p) => `No interface of ${p.netns} is in a network with ${p.address}, so the kernel does not know where to put it`,
    suggestion: () => 'Give an interface its address first, or name one with “-i”.',
  },
  'import-dhcp': {
    message: (p) => `Left out: a lab cannot tell from this what DHCP is to do (${p.text})`,
    suggestion: () =>
      'Write it as “dnsmasq --interface=DEV --dhcp-range=FIRST,LAST --dhcp-option=3,ROUTER”, and clients as “udhcpc -i DEV”.',
  },
  'import-second-server': {
    message: (p) => `Left out: ${p.netns} has a DHCP server since line ${p.line}, and a lab holds one for each namespace`,
    suggestion: () => 'Serve the second network from a namespace of its own.',
  },
  'import-filter-nic': {
    message: (p) =>
      `Left out: ${p.name} is the machine’s own interface and no part of the lab, so a rule about it would never match`,
    suggestion: () => 'Draw the network behind it, or leave the interface out of the rule.',
  },
  'import-port-without-protocol': {
    message: (p) => `iptables refuses a port (${p.port}) without a protocol; it was taken for TCP`,
    suggestion: () => 'Add “-p tcp” before “--dport”.',
  },
  'import-rule-option': {
    message: (p) => `Left out: iptables does not know “${p.word}”`,
    suggestion: (p) => (p.near ? `Was “${p.near}” meant?` : 'Look for a mistyped option.'),
  },
  'import-rule-beyond': {
    message: (p) => `Left out: a lab’s rules cannot hold “${p.text}”`,
    suggestion: () =>
      'NAT matches a source, excepted destinations and an interface, and port forwarding a protocol and one port; a filter rule interfaces, one source, one destination, TCP, UDP or ICMP, a port and states.',
  },
  'import-dnat-beyond': {
    message: (p) =>
      `Left out: forwarding to ${p.text} needs a protocol, tcp or udp, and one port, and no more than a destination and an interface`,
    suggestion: () => 'Add “-p tcp --dport 80”, and take other conditions out.',
  },
  'import-one-port': {
    message: (p) => `Left out: “${p.port}” is not one port`,
    suggestion: () => 'Write one rule for each port.',
  },
  'import-rule-twice': {
    message: (p) => `The same rule stands in line ${p.line} already`,
    suggestion: () => 'Remove one of the two.',
  },
  'import-wrong-chain': {
    message: (p) => `Left out: ${p.target} is not possible in ${p.chain}`,
    suggestion: () => 'DNAT belongs in PREROUTING, SNAT and MASQUERADE in POSTROUTING.',
  },
  'import-renamed': {
    message: (p) => `“${p.name}” is taken by another node of the lab; here it is called “${p.to}”`,
    suggestion: () => 'Choose another name, if you like.',
  },
  'import-lo-down': {
    message: (p) => `lo stays down in ${p.names}, as it is in a new namespace`,
    suggestion: (p) => `To reach a namespace’s own addresses from inside: ip -n ${p.name} link set lo up`,
  },
  'import-never-up': {
    message: (p) => `No line brings ${p.name} in ${p.netns} up, so nothing passes through it`,
    suggestion: (p) => `Add: ip${p.on ? ` -n ${p.on}` : ''} link set ${p.name} up`,
  },
  'import-unused-end': {
    message: (p) => `${p.name} was made and then left lying on the host: no bridge, no address, not up`,
    suggestion: (p) => `Attach it and bring it up: ip link set ${p.name} master BRIDGE up`,
  },
} satisfies Record<string, Words>

export type ImportCode = keyof typeof importEn
