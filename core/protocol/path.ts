/** Where the browser's socket is, on the server's own address. */
export const SOCKET_PATH = '/socket'
