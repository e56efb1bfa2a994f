import { getSystemErrorName } from 'node:util'
import koffi from 'koffi'

/**
 * The few system calls that Node lacks. All are synchronous on the calling thread, which is what makes the `setns`
 * bracket of `netns.ts` safe: nothing else of this process runs between entering a namespace and leaving it.
 */

const libc = koffi.load(null)
const cSetns = libc.func('int setns(int fd, int nstype)')
const cUnshare = libc.func('int unshare(int flags)')
const cMount = libc.func('int mount(str source, str target, str type, ulong flags, str data)')
const cUmount2 = libc.func('int umount2(str target, int flags)')
const cSocket = libc.func('int socket(int domain, int type, int protocol)')
const cBind = libc.func('int bind(int fd, void *address, uint32_t length)')
const cSetsockopt = libc.func('int setsockopt(int fd, int level, int option, void *value, uint32_t length)')
const cSend = libc.func('long send(int fd, void *data, size_t length, int flags)')
const cRecv = libc.func('long recv(int fd, void *data, size_t length, int flags)')
const cPipe2 = libc.func('int pipe2(void *fds, int flags)')
const cMemfdCreate = libc.func('int memfd_create(str name, uint flags)')
const cEpollCreate = libc.func('int epoll_create1(int flags)')
const cEpollCtl = libc.func('int epoll_ctl(int epoll, int operation, int fd, void *event)')
const cEpollWait = libc.func('int epoll_wait(int epoll, void *events, int capacity, int timeout)')
const cEventfd = libc.func('int eventfd(uint initial, int flags)')
const cStrerror = libc.func('str strerror(int errno)')

export const CLONE_NEWNET = 0x40000000
export const MS_BIND = 0x1000
export const MS_REC = 0x4000
export const MS_PRIVATE = 0x40000
export const MS_SHARED = 0x100000
export const MNT_DETACH = 2
const MFD_CLOEXEC = 1
const O_CLOEXEC = 0x80000
const EPOLL_CLOEXEC = 0x80000
const EPOLL_CTL_ADD = 1
const EPOLLIN = 1
const EFD_CLOEXEC = 0x80000
export const AF_INET = 2
export const AF_INET6 = 10
export const AF_NETLINK = 16
export const SOCK_STREAM = 1
export const SOCK_RAW = 3
export const SOCK_CLOEXEC = 0x80000
export const SOCK_NONBLOCK = 0x800

/** A refusal by the kernel: `code` as in errno(3), and a message in the kernel's own words. */
export class KernelError extends Error {
  override name = 'KernelError'

  constructor(
    readonly call: string,
    readonly errno: number,
    /** What the kernel said beyond the number (netlink's extended acknowledgement). */
    readonly detail?: string,
  ) {
    super(`${call}: ${detail ? `${detail} (${cStrerror(errno)})` : cStrerror(errno)}`)
  }

  get code(): string {
    return getSystemErrorName(-this.errno)
  }
}

function checked(call: string, result: number): number {
  if (result < 0) throw new KernelError(call, koffi.errno())
  return result
}

/** Moves the calling thread into the namespace behind `fd`. */
export function setns(fd: number, type: number): void {
  checked('setns', cSetns(fd, type))
}

/** Gives the calling thread a new namespace. */
export function unshare(flags: number): void {
  checked('unshare', cUnshare(flags))
}

/** mount(2); `target` is named in the error. */
export function mount(source: string, target: string, type: string, flags: number, data: string | null): void {
  checked(`mount ${target}`, cMount(source, target, type, flags, data))
}

/** umount2(2). */
export function umount(target: string, flags: number): void {
  checked(`umount ${target}`, cUmount2(target, flags))
}

/** socket(2) in the calling thread's network namespace; the descriptor is closed with `fs.closeSync`. */
export function openSocket(domain: number, type: number, protocol: number): number {
  return checked('socket', cSocket(domain, type, protocol))
}

/** bind(2) with the raw bytes of an address. */
export function bind(fd: number, address: Buffer): void {
  checked('bind', cBind(fd, address, address.length))
}

/** The two ends of a pipe. */
export function pipe(): { read: number; write: number } {
  const fds = Buffer.alloc(8)
  checked('pipe2', cPipe2(fds, O_CLOEXEC))
  return { read: fds.readInt32LE(0), write: fds.readInt32LE(4) }
}

/** A file in memory, without a name in any folder; the descriptor is closed with `fs.closeSync`. */
export function memoryFile(name: string): number {
  return checked('memfd_create', cMemfdCreate(name, MFD_CLOEXEC))
}

/** setsockopt(2) with raw bytes. */
export function setSocketOption(fd: number, level: number, option: number, value: Buffer): void {
  checked('setsockopt', cSetsockopt(fd, level, option, value, value.length))
}

/** send(2) of the first `length` bytes. */
export function send(fd: number, data: Buffer, length: number): number {
  return checked('send', Number(cSend(fd, data, length, 0)))
}

/** recv(2) into `data`; the number of bytes received. */
export function receive(fd: number, data: Buffer, flags = 0): number {
  return checked('recv', Number(cRecv(fd, data, data.length, flags)))
}

/** recv(2) for a socket that has nothing most of the time: the number of bytes, or the error's number (errno(3)) with a minus. */
export function receiveOrErrno(fd: number, data: Buffer): number {
  const result = Number(cRecv(fd, data, data.length, 0))
  return result < 0 ? -koffi.errno() : result
}

/** struct epoll_event on x86-64 is packed: events u32, data u64. Elsewhere the data is aligned to eight bytes. */
const EPOLL_DATA = process.arch === 'x64' || process.arch === 'ia32' ? 4 : 8
/** Bytes of one struct epoll_event. */
export const EPOLL_EVENT = EPOLL_DATA + 8

/** epoll_create1(2). */
export function createEpoll(): number {
  return checked('epoll_create1', cEpollCreate(EPOLL_CLOEXEC))
}

/** Adds a descriptor that is reported, by its number, while it can be read. Closing it takes it out again. */
export function addToEpoll(epoll: number, fd: number): void {
  const event = Buffer.alloc(EPOLL_EVENT)
  event.writeUInt32LE(EPOLLIN, 0)
  event.writeInt32LE(fd, EPOLL_DATA)
  checked('epoll_ctl', cEpollCtl(epoll, EPOLL_CTL_ADD, fd, event))
}

/**
 * Waits, in a thread of Node's pool, until a descriptor can be read, and calls back with those that can. `events` is where the
 * kernel writes meanwhile; nobody else may use it.
 */
export function waitEpoll(epoll: number, events: Buffer, onReady: (fds: number[]) => void): void {
  cEpollWait.async(epoll, events, Math.floor(events.length / EPOLL_EVENT), -1, (error: Error | null, count: number) => {
    if (error) throw error
    // A negative count is EINTR: nothing is ready, wait again.
    onReady(Array.from({ length: Math.max(count, 0) }, (_, index) => events.readInt32LE(index * EPOLL_EVENT + EPOLL_DATA)))
  })
}

/** A descriptor that can be read once eight bytes were written to it. */
export function eventFd(): number {
  return checked('eventfd', cEventfd(0, EFD_CLOEXEC))
}
