/** The first rehearsal of a demo, as soon as its cases are there: what would happen if a vendor died now. */
import { client, Unreachable } from '@keyturn/contract/client.ts'
import { rehearseNow } from '@keyturn/contract/endpoints/rehearsal.ts'

/** What cannot be done now is said; the server rehearses by itself every night. */
export async function rehearse(server: string, token: string, say: (line: string) => void): Promise<void> {
  try {
    const answer = await client({ baseUrl: server, token })(rehearseNow, { params: {} })
    if (!answer.ok) say(`The first rehearsal was not made: ${answer.problem.detail}`)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    say(`The first rehearsal was not made: ${error.message}`)
  }
}
