import type { Channel } from './channel'
import { attributes, HEADER, Message, messages } from './message'

/** struct nfgenmsg: family u8, version u8, resource id u16. */
const NFGENMSG = 4
const NFNL_SUBSYS_NFTABLES = 10 << 8
const NFT_MSG_NEWTABLE = NFNL_SUBSYS_NFTABLES | 0
const NFT_MSG_GETTABLE = NFNL_SUBSYS_NFTABLES | 1
const NFT_MSG_GETGEN = NFNL_SUBSYS_NFTABLES | 16
const NFTA_GEN_ID = 1

function message(type: number): Message {
  const result = new Message(type, 0)
  result.struct(NFGENMSG)
  return result
}

/** The number that grows with every committed change of a namespace's rule set. */
export function ruleSetGeneration(channel: Channel): number {
  const answer = channel.get(message(NFT_MSG_GETGEN), 'read the rule set')
  let generation = 0
  if (answer)
    attributes(answer, HEADER + NFGENMSG, answer.length, (type, at) => {
      if (type === NFTA_GEN_ID) generation = answer.readUInt32BE(at)
    })
  return generation
}

/** Whether the namespace has any nft table, so that `nft`, which costs a process, is only asked where there is something. */
export function hasTables(channel: Channel): boolean {
  let found = false
  messages(channel.dump(message(NFT_MSG_GETTABLE), 'list tables'), (type) => {
    if (type === NFT_MSG_NEWTABLE) found = true
  })
  return found
}
