import { discoverMachine } from './machine'

/** Looks at this computer once, prints what it saw as one JSON document, and ends. With the rights of whoever started it. */
discoverMachine().then((found) => process.stdout.write(JSON.stringify(found)))
