/** One connection for one piece of work. */
import pg from 'pg'

/**
 * A connection that breaks is reported twice: by the query that was under way, and as an event of the client. An event
 * that nobody listens to would end the process; the failed query says all there is to say.
 */
export const outliveItsEnd = (client: { on: (event: 'error', heard: () => void) => unknown }): void => {
  client.on('error', () => undefined)
}

/** Connects, works, and hangs up, whatever happens. */
export async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  outliveItsEnd(client)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
