/**
 * A mail server for tests, as a process of its own. It tells its parent its port and every mail it takes; recipients at
 * `refused.example` it refuses for good, those at `later.example` for now.
 */
import { SMTPServer } from 'smtp-server'

const [user, password] = process.argv.slice(2)

const server = new SMTPServer({
  // The certificate that it would bring is signed by nobody.
  hideSTARTTLS: true,
  authOptional: user === undefined,
  onAuth: (given, _session, answer) => {
    if (given.username === user && given.password === password) answer(null, { user: 'test' })
    else answer(new Error('Invalid username or password'))
  },
  onRcptTo: (address, _session, answer) => {
    if (address.address.endsWith('@refused.example')) answer(refusal(550, 'No such mailbox'))
    else if (address.address.endsWith('@later.example')) answer(refusal(451, 'Try again later'))
    else answer()
  },
  onData: (stream, session, answer) => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      process.send?.({ mail: { to, raw: Buffer.concat(parts).toString('utf8') } })
      answer()
    })
  },
})

const refusal = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode })

/** One that comes back is found where it was. */
const port = Number(process.env['SMTP_TEST_PORT'] ?? 0)

server.listen(port, '127.0.0.1', () => {
  const address = server.server.address()
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
})
process.once('disconnect', () => process.exit(0))
