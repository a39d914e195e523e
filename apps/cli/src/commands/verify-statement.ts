/** `keyturn verify` of a statement file: what it is, who signed it, whether it holds now. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import { revokedBy } from '@keyturn/evidence/statement/revoked.ts'
import type { Statement, StatementVerdict, Trust } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { badInput, EXIT, type ExitCode } from '../exit.ts'
import { oneLine } from '../legible.ts'
import { readText } from '../read-file.ts'
import { rootKeyFrom } from '../statements/key-folder.ts'
import { bodyWords, speakerWords, subjectWords } from '../statements/words.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { type GivenMoment, momentIn } from './moments.ts'

export type StatementOptions = {
  readonly key?: string
  readonly revocations?: readonly string[]
  readonly at?: GivenMoment
  readonly json?: boolean
}

/** Every compact JWS begins so: `{"` in Base64url. */
export const STATEMENT_START = 'eyJ'

export async function verifyStatement(
  bytes: Uint8Array,
  file: string,
  options: StatementOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const text = new TextDecoder().decode(bytes)
  const rootKey = options.key ?? terminal.env['KEYTURN_ROOT_KEY']
  if (rootKey === undefined)
    throw badInput('whose root? Give its public key as --key, a file with it (root.pub), or KEYTURN_ROOT_KEY.')
  const root = await rootKeyFrom({ rootKey }, terminal)
  const at = options.at === undefined ? terminal.now() : momentIn(options.at, 'UTC')
  const trust = await trustWith(root, options.revocations ?? [], at, terminal)
  const verdict = verdictOn(text, trust, at)
  const before = verdict.kind === 'refused' && verdict.code === 'expired' ? heldWhenSigned(text, trust) : null
  if (options.json === true)
    outJson(terminal, { file: 'statement', at: iso(at), ...jsonOf(verdict), heldWhenSigned: before !== null })
  else terminal.out(`${words(file, verdict, before).join('\n')}\n`)
  return verdict.kind === 'verified' ? EXIT.ok : EXIT.finding
}

const verdictOn = (text: string, trust: Trust, at: Instant): StatementVerdict =>
  runSync(verifyStatementFile(text, trust, at), nodeCrypto)

/** What is withdrawn by these lists, each verified as of when it was signed: a list that expired gives nothing back. */
async function trustWith(root: string, files: readonly string[], at: Instant, terminal: Terminal): Promise<Trust> {
  const bare: Trust = { root, revoked: new Map() }
  const verdicts: StatementVerdict[] = []
  for (const file of files) {
    const text = await readText(file, terminal)
    const signedAt = lastOf(text)?.issuedAt ?? at
    const verdict = verdictOn(text, bare, signedAt)
    if (verdict.kind === 'refused') throw badInput(`${file} is no list that holds: ${verdict.why}.`)
    if (verdict.statement.kind !== 'revocations') throw badInput(`${file} is no list of revocations.`)
    verdicts.push(verdict)
  }
  return { root, revoked: revokedBy(verdicts) }
}

function lastOf(text: string): Statement | undefined {
  const read = readStatementFile(text)
  return read.kind === 'parsed' ? (read.value.at(-1) ?? read.value[0]).statement : undefined
}

/** A certificate is good for minutes, and proves the visit for years. */
function heldWhenSigned(text: string, trust: Trust): Extract<StatementVerdict, { kind: 'verified' }> | null {
  const last = lastOf(text)
  if (last === undefined) return null
  const { issuedAt, notBefore } = last
  const verdict = verdictOn(text, trust, issuedAt > notBefore ? issuedAt : notBefore)
  return verdict.kind === 'verified' ? verdict : null
}

type Held = Extract<StatementVerdict, { kind: 'verified' }>

function words(file: string, verdict: StatementVerdict, before: Held | null): readonly string[] {
  if (verdict.kind === 'verified') return [`HOLDS    ${whatIs(verdict.statement)}`, ...details(verdict)]
  const told = [`REFUSED  ${verdict.id ?? file}: ${oneLine(verdict.why)} [${verdict.code}]`]
  if (before === null) return told
  return [...told, '         It held when it was signed, and proves what was done then:', ...details(before)]
}

const whatIs = ({ kind, id }: Statement): string => `${kind} ${id}`

function details({ statement, speaker }: Held): readonly string[] {
  const { notBefore, expiresAt, cites } = statement
  const about = subjectWords(statement)
  return [
    `         ${oneLine(bodyWords(statement))}`,
    ...(about === '' ? [] : [`         ${about}`]),
    `         signed by ${speakerWords(speaker)}`,
    `         good from ${iso(notBefore)} until ${iso(expiresAt)}`,
    ...(cites.length === 0 ? [] : [`         by ${cites.map(oneLine).join('; ')}`]),
  ]
}

function jsonOf(verdict: StatementVerdict): object {
  if (verdict.kind === 'refused') return { verdict: 'refused', code: verdict.code, id: verdict.id, why: verdict.why }
  const { statement, speaker } = verdict
  return { verdict: 'verified', kind: statement.kind, id: statement.id, statement, speaker }
}
