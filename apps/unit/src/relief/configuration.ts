/** What an authority's signed configuration may set in a unit, and what the unit takes of it when it starts. */

import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import type { UnitOptions } from '../options.ts'
import { pinnedKeys } from '../sync/receipts.ts'

type Configuration = StatementOf<'configuration'>

/** Why the configuration cannot be taken now, in a sentence; null when it can. */
export function whyNotConfigured(
  { profile, endpoints, mirrors, receiptKeys }: Configuration,
  now: { readonly profile: Profile; readonly installed: boolean },
): string | null {
  if (exactly(profile) === undefined) return `this device does not know the profile ${profile}`
  if (profile !== profileName(now.profile) && now.installed)
    return `the device is installed under ${profileName(now.profile)}; its profile changes only while it is not installed`
  const address = [...endpoints, ...mirrors].find((each) => !isAddress(each))
  if (address !== undefined) return `${address} is no address of a server`
  return receiptKeys.map(whyNoKey).find((why) => why !== null) ?? null
}

/** The options with what the configuration sets. Its empty lists and texts leave what was there. */
export function configured(options: UnitOptions, configuration: Configuration | null): UnitOptions {
  if (configuration === null) return options
  const { vendor, model, region, endpoints, mirrors, receiptKeys } = configuration
  return {
    ...options,
    profile: exactly(configuration.profile) ?? options.profile,
    vendor,
    model,
    region: region === '' ? options.region : region,
    endpoints: endpoints.length === 0 ? options.endpoints : endpoints,
    mirrors: mirrors.length === 0 ? options.mirrors : mirrors,
    receiptKeys: receiptKeys.length === 0 ? options.receiptKeys : receiptKeys,
  }
}

/** Why a device cannot be installed while a configuration with another profile waits for its next start. */
export const whyNotInstall = (waiting: Configuration | null, profile: Profile): string | null =>
  waiting === null || waiting.profile === profileName(profile)
    ? null
    : `a configuration with the profile ${waiting.profile} waits for the next start of the device; restart it first`

const exactly = (name: string): Profile | undefined => profiles.find((profile) => profileName(profile) === name)

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

function whyNoKey(line: string): string | null {
  try {
    pinnedKeys([line])
    return null
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}
