import { discoverMachine } from './machine'

/** Looks at this computer once, prints what it saw as one JSON document, and ends. With the rights of whoever started it. */
process.stdout.write(JSON.stringify(await discoverMachine()))
