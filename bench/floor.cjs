// What netlink alone costs: a star of N namespaces, made by a program that does nothing else. Run inside
// `unshare -Urnmpf --mount-proc --kill-child`; prints milliseconds.
const { closeSync, mkdirSync, openSync, writeFileSync } = require('node:fs')
const koffi = require('koffi')
const { createRtNetlink } = require('netlink')

const size = Number(process.argv[2])
const libc = koffi.load(null)
const setns = libc.func('int setns(int fd, int type)')
const unshare = libc.func('int unshare(int flags)')
const mount = libc.func('int mount(str source, str target, str type, ulong flags, str data)')
const CLONE_NEWNET = 0x40000000
const MS_BIND = 0x1000
const CREATE = { flags: 0x600 }
const UP = { change: { up: true }, flags: { up: true } }
const GATEWAY = Buffer.from([10, 77, 0, 1])

function attribute(type, value) {
  const bytes = Buffer.alloc((4 + value.length + 3) & ~3)
  bytes.writeUInt16LE(4 + value.length, 0)
  bytes.writeUInt16LE(type, 2)
  value.copy(bytes, 4)
  return bytes
}

function u32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function linkInfo(kind, data) {
  return Buffer.concat([attribute(1, Buffer.from(kind)), ...(data ? [attribute(2, data)] : [])])
}

function openSocket() {
  const socket = createRtNetlink()
  socket.socket.on('error', (error) => {
    throw error
  })
  socket.socket.socket.setRecvBufferSize(8 * 1024 * 1024)
  return socket
}

const home = openSync('/proc/self/ns/net', 'r')

function inside(index, work) {
  const fd = openSync(`/run/netns/y${index}`, 'r')
  setns(fd, CLONE_NEWNET)
  try {
    return work()
  } finally {
    setns(home, CLONE_NEWNET)
    closeSync(fd)
  }
}

/** 64 requests in flight. */
async function each(work) {
  let next = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (next < size) await work(next++)
    }),
  )
}

async function main() {
  mount('tmpfs', '/run', 'tmpfs', 0, null)
  mkdirSync('/run/netns')
  const started = performance.now()
  const host = openSocket()
  for (let index = 0; index < size; index++) {
    writeFileSync(`/run/netns/y${index}`, '')
    unshare(CLONE_NEWNET)
    mount('/proc/thread-self/ns/net', `/run/netns/y${index}`, 'none', MS_BIND, null)
    setns(home, CLONE_NEWNET)
  }
  const indexes = async (socket) => new Map((await socket.getLinks()).map((link) => [link.attrs.ifname, link.data.index]))
  await host.newLink({}, { ifname: 'br0', linkinfo: linkInfo('bridge') }, CREATE)
  const bridge = (await indexes(host)).get('br0')
  await host.newAddress({ family: 2, prefixlen: 16, index: bridge }, { local: GATEWAY, address: GATEWAY }, CREATE)
  await host.setLink({ index: bridge, ...UP })
  await each(async (index) => {
    const fd = openSync(`/run/netns/y${index}`, 'r')
    const peer = Buffer.concat([Buffer.alloc(16), attribute(3, Buffer.from('eth0\0')), attribute(28, u32(fd))])
    await host.newLink({}, { ifname: `p${index}`, linkinfo: linkInfo('veth', attribute(1, peer)) }, CREATE)
    closeSync(fd)
  })
  await each(async (index) => {
    const socket = inside(index, openSocket)
    const links = await indexes(socket)
    const address = Buffer.from([10, 77, (index + 2) >> 8, (index + 2) & 255])
    await socket.newAddress({ family: 2, prefixlen: 16, index: links.get('eth0') }, { local: address, address }, CREATE)
    for (const name of ['lo', 'eth0']) await socket.setLink({ index: links.get(name), ...UP })
    await socket.newRoute({ family: 2, dstLength: 0, table: 254, protocol: 3, scope: 0, type: 1 }, { gateway: GATEWAY }, CREATE)
  })
  const ports = await indexes(host)
  await each((index) => host.setLink({ index: ports.get(`p${index}`), ...UP }, { master: bridge }))
  process.stdout.write(`${Math.round(performance.now() - started)}\n`)
  process.exit(0)
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
