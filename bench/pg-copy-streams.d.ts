declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream'
  import type { Submittable } from 'pg'

  // The module's own form: one object, exported as a whole.
  const streams: { readonly from: (sql: string) => Writable & Submittable }
  // biome-ignore lint/style/noDefaultExport: that is how the module exports it
  export default streams
}
