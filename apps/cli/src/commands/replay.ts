/** `keyturn replay`: takes a decision again from what was known then, and compares the bytes. */
import { client } from '@keyturn/contract/client.ts'
import { replayDecision } from '@keyturn/contract/endpoints/cases.ts'
import { type Command, InvalidArgumentError } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT, type ExitCode, Refusal } from '../exit.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { DEFAULT_SERVER, serverOption, tokenOption } from './server-options.ts'

type Options = { readonly server: string; readonly token?: string; readonly json?: boolean }

export function replayCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'replay', 'take a past decision again from its rules and facts, and compare the bytes')
    .description(
      'A decision keeps what it was taken on: the facts and logs up to then, and the versions of the law. The server ' +
        'assesses the case again from just that; the same bytes must come out.',
    )
    .argument('<case>', 'case id')
    .argument('<seq>', 'number of the fact that is the decision', readSeq)
    .addOption(serverOption('server to ask').default(DEFAULT_SERVER))
    .addOption(tokenOption())
    .option('--json', 'print the answer as JSON, with the assessment')
    .addHelpText('after', examples(['keyturn replay MA-2026-0117 24', 'the decision that is fact 24 of that case']))
    .addHelpText('after', 'Here 1 means that other bytes came out, or that there is no such decision.')
    .action(async (caseId: string, seq: number, options: Options) => end(await replay(caseId, seq, options, terminal)))
}

function readSeq(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('A fact has a number from 1 on.')
}

async function replay(caseId: string, seq: number, options: Options, terminal: Terminal): Promise<ExitCode> {
  const call = client({ baseUrl: options.server, token: options.token })
  const answer = await call(replayDecision, { params: { caseId, seq } })
  if (!answer.ok) {
    const said = `${options.server} refuses: ${answer.problem.detail}`
    throw answer.code === 'no-such-decision' || answer.code === 'unknown-case'
      ? new Refusal(EXIT.finding, said)
      : badInput(said)
  }
  const { kind, asOf, rules, sameBytes, digestThen, digestNow } = answer.value
  if (options.json === true) outJson(terminal, answer.value)
  else {
    const verdict = sameBytes ? 'The same bytes.' : 'OTHER BYTES: what was decided on cannot be had again.'
    terminal.out(
      `${caseId} #${seq} ${kind}, decided on ${asOf}\n  rules  ${rules.join(', ')}\n  then   ${digestThen}\n  now    ${digestNow}\n${verdict}\n`,
    )
  }
  return sameBytes ? EXIT.ok : EXIT.finding
}
