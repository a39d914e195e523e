import { route } from '../kernel/route.ts'

/** The decision is made by `judgeUpload` of the evidence package, shared with the command line. */
export const appendLogRoute = route('append-log', ({ device, body, encoding, now, services }) =>
  services.ingest.take({ device, body, encoding, now }),
)
