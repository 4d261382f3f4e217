// Worker threads do not inherit a loader on Node 20: this file, which Node runs as it is, brings it and then loads the real entry.
import { register } from 'tsx/esm/api'

register()
await import(process.argv[2] ?? '')
