type Params = Record<string, string | number>
type Words = (p: Params) => string

/** Why a guide’s step is not done yet, English. `zh` has the same keys. */
export const guideWhyEn = {
  'not-running': () => 'nothing runs yet: Apply starts it',
  'not-applied': (p) => `${p.what} is drawn, but the kernel does not have it yet: Apply`,
  waiting: (p) => (p.count === 1 ? 'one step waits for Apply' : `${p.count} steps wait for Apply`),
  'not-chosen': () => 'choose what you expect first',
  'not-up': (p) => `${p.dev} in ${p.netns} is not up`,
  'not-down': (p) => `${p.dev} in ${p.netns} is not down`,
  'no-address': (p) => `${p.dev} in ${p.netns} has no address ${p.address}`,
  'no-addresses': (p) => `${p.dev} in ${p.netns} has no address`,
  'has-address': (p) => `${p.dev} in ${p.netns} has an address already`,
  'no-route-to': (p) => `${p.netns} has no route to ${p.to}`,
  'has-route-to': (p) => `${p.netns} has a route to ${p.to} already`,
  'not-forwarding': (p) => `${p.netns} does not forward`,
  'is-forwarding': (p) => `${p.netns} forwards already`,
  'no-nat': (p) => `${p.netns} has no ${p.type} rule`,
  'has-nat': (p) => `${p.netns} has a ${p.type} rule already`,
  'no-nic': (p) => `no interface of this computer is a port of ${p.bridge} yet`,
  'has-nic': (p) => `an interface of this computer is a port of ${p.bridge} already`,
  'not-carried': (p) => `${p.bridge} has not got the address of its port yet`,
  'no-lease': (p) => `nobody has given ${p.dev} in ${p.netns} an address yet`,
  'not-learned': (p) => `${p.netns} has no MAC for ${p.address} in its neighbour table`,
  'has-learned': (p) => `${p.netns} has a MAC for ${p.address} in its neighbour table`,
  'not-pinged': (p) => `nobody has pinged ${p.to} from ${p.from} yet`,
  'not-connected': (p) => `nobody has tried to connect from ${p.from} to ${p.to} yet`,
  'no-answer': (p) => `${p.to} did not answer ${p.from}`,
  'other-cause': (p) => `${p.to} did not answer ${p.from}, but for another reason than this step is about`,
  answered: (p) => `${p.to} answered ${p.from}; this step is about the time before`,
  refused: (p) => `${p.to} answered ${p.from}, but nobody listens there`,
} satisfies Record<string, Words>

export type WhyCode = keyof typeof guideWhyEn
