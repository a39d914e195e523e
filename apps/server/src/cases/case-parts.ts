/** What work on cases needs of the server. */
import type { RecordCache } from '../reading/record-cache.ts'
import type { Services } from '../services.ts'

export type CaseParts = Pick<Services, 'pool' | 'clock'> & { readonly records: RecordCache }
