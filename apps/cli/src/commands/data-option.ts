/** Where a deployment keeps what must survive it. */
import { Option } from 'commander'

export const DEFAULT_DATA = '.keyturn'

export const dataOption = (what: string): Option =>
  new Option('-d, --data <folder>', what).env('KEYTURN_DATA').default(DEFAULT_DATA)
