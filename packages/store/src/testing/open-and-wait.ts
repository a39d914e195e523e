/** For tests that kill it: opens the database of a folder, says so on standard output, and stays. */
import { openDatabase } from '../open-database.ts'

const [dataDir = '', guard] = process.argv.slice(2)
await openDatabase({ dataDir, sync: false, guard: guard === 'pipe' ? 'pipe' : 'kernel' })
process.stdout.write('open\n')
setInterval(() => undefined, 60_000)
