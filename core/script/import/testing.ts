import { importScript } from './import-script'

/** `LINE CODE` of the findings that are more than remarks. */
export function told(text: string): string[] {
  return importScript(text)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ line, code }) => `${line} ${code}`)
}

/** Two namespaces and a cable, to which the cases add. */
export const PAIR = `ip netns add left
ip netns add right
ip link add cable-l type veth peer name cable-r
ip link set cable-l netns left
ip link set cable-r netns right
ip -n left link set lo up
ip -n right link set lo up
ip -n left link set cable-l up
ip -n right link set cable-r up
ip -n left addr add 10.7.0.1/24 dev cable-l
ip -n right addr add 10.7.0.2/24 dev cable-r
`
