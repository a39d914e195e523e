/** `keyturn enroll`: makes a device known to a server. */
import { client } from '@keyturn/contract/client.ts'
import { enrollDevice } from '@keyturn/contract/endpoints/devices.ts'
import { isDeviceId } from '@keyturn/domain/units.ts'
import { toBase64 } from '@keyturn/evidence/bytes.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { profileName } from '@keyturn/rules/profile.ts'
import { findProfile, profiles } from '@keyturn/rules/profiles.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { badInput, EXIT, Refusal } from '../exit.ts'
import { keyFrom } from '../keys.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { DEFAULT_SERVER, serverOption, tokenOption } from './server-options.ts'

type Options = {
  readonly profile: string
  readonly case: string
  readonly key: string
  readonly server: string
  readonly token?: string
  readonly json?: boolean
}

export function enrollCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'enroll', 'make a device known to a server, with its key, its law and its case')
    .description(
      'Enrolls a device: from then on the server takes its log and answers for its case. Enrolling the same device ' +
        'again changes nothing. The server wants the operator token, which it keeps in its data folder (operator-token).',
    )
    .argument('<device>', 'device id, such as KT-MA-0002')
    .requiredOption('--profile <id>', 'jurisdiction, such as US-MA, or one version of it: US-MA@2026-11-01')
    .requiredOption('--case <id>', 'the participant’s case with the authority')
    .requiredOption('-k, --key <key>', 'the device’s key: a key line, or a file with one or with a PEM')
    .addOption(serverOption('server that is to know it').default(DEFAULT_SERVER))
    .addOption(tokenOption())
    .option('--json', 'print the enrolled device as JSON')
    .addHelpText(
      'after',
      examples([
        'KEYTURN_TOKEN=$(cat .keyturn/operator-token) keyturn enroll KT-MA-0002 --profile US-MA --case MA-2026-0300 --key device.pem',
        'with the server of the demo; a unit’s own device.key holds its public half too',
      ]),
    )
    .action(async (device: string, options: Options) => {
      await enroll(device, options, terminal)
      end(EXIT.ok)
    })
}

async function enroll(device: string, options: Options, terminal: Terminal): Promise<void> {
  if (!isDeviceId(device)) {
    throw badInput(`${device} is no device id: 3 to 40 letters, digits and inner hyphens, such as KT-MA-0002.`)
  }
  const profile = findProfile(options.profile)
  if (profile === undefined) {
    const known = profiles.map(({ id }) => id).join(', ')
    throw badInput(`there is no profile ${options.profile}; known are ${known}.`)
  }
  const key = await keyFrom(options.key, deviceOrigin(device), terminal)
  if (key.name !== deviceOrigin(device)) throw badInput(`the key is that of ${key.name}, not of ${device}.`)
  const call = client({ baseUrl: options.server, token: options.token })
  const body = {
    id: device,
    case: options.case,
    profile: profileName(profile),
    publicKey: toBase64(key.publicKey),
  }
  const answer = await call(enrollDevice, { params: {}, body })
  if (!answer.ok) throw new Refusal(EXIT.finding, `${options.server} refuses: ${answer.problem.detail}`)
  if (options.json === true) outJson(terminal, answer.value)
  else
    terminal.out(
      `${device} is enrolled under ${body.profile} for case ${answer.value.case}.\n${answer.value.verifierKey}\n`,
    )
}
