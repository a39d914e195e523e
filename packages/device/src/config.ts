/** A profile flattened for the car: plain numbers, read on every step. */
import type { Trigger } from '@keyturn/domain/record.ts'
import type { DeviceIdentity, ReliefGiver } from '@keyturn/domain/relief.ts'
import { type Duration, duration, seconds } from '@keyturn/domain/units.ts'
import { type Profile, profileName, type Range, type ServiceReset, type SetPoint } from '@keyturn/rules/profile.ts'

export type DeviceConfig = {
  readonly profile: string
  readonly timeZone: string
  readonly setPoint: SetPoint
  readonly volumeMinMl: number
  readonly startWithin: Duration
  /** Zero where the profile allows no free restart. */
  readonly freeRestartWithin: Duration
  readonly holdAfterFail: Duration
  readonly confirmation: Range
  readonly retestFirst: Range
  readonly retestLater: Range
  readonly answerWithin: Duration
  /** Zero where only time limits the attempts. */
  readonly attemptsMax: number
  readonly whenIgnitionOff: 'missed' | 'cut-short'
  readonly whenStalled: 'missed' | 'cut-short'
  readonly hornUntilOff: boolean
  readonly dueWithinDays: number
  readonly remindDaysBefore: number
  /** Zero where there is no second warning. */
  readonly warnDaysBefore: number
  readonly toleranceMg: number
  /** What a technician may reset at a visit. */
  readonly mayReset: readonly ServiceReset[]
  readonly resetOn: readonly Trigger[]
  readonly resetServiceWithin: Duration
  readonly lockouts: readonly LockoutLimit[]
  /** Who the device is, to tell whether an order means it. */
  readonly identity: DeviceIdentity
  readonly relief: ReliefLimits
  readonly hardware: Hardware
}

/** What the law allows by way of relief, and to whom. */
export type ReliefLimits = {
  readonly tollBy: readonly ReliefGiver[]
  readonly tollDaysMax: number
  readonly codeBy: readonly ReliefGiver[]
  readonly codeDaysMax: number
  readonly overrideBy: readonly ReliefGiver[]
  readonly activateWithin: Duration
  readonly overrideLasts: Duration
  readonly rescueAllowed: boolean
}

export type LockoutLimit = {
  readonly rule: string
  readonly on: Trigger
  readonly times: number
  /** Null: locked at once. Otherwise the car still starts on a passed test for this long. */
  readonly visitWithin: Duration | null
}

/** What the maker of the device sets. Not law; the figures are those of a fuel cell device with a heated head. */
export type Hardware = {
  readonly humRequired: boolean
  /** Warm-up by temperature: the first row whose `above` is exceeded gives the time. */
  readonly warmUp: readonly { readonly aboveDeciCelsius: number; readonly takes: Duration }[]
  readonly analyzing: Duration
  readonly flowMinMlPerS: number
  readonly flowMaxMlPerS: number
  readonly blowMin: Duration
  /** Readings further apart than this have a gap between them, in which nobody knows the flow. */
  readonly frameMax: Duration
  /** A pause this long ends a breath. */
  readonly pauseMax: Duration
  readonly lowMillivolts: number
  /** A supply that failed from at least this voltage did not run down: it was cut. */
  readonly healthyMillivolts: number
  /** Voltage readings older than this say nothing about a power loss. */
  readonly voltageFresh: Duration
  readonly clockTolerance: Duration
  /** How long an engine may take to catch after an allowed turn of the key. */
  readonly crankMax: Duration
  /** A device that restarts while the starter turns finds the engine running within this time of the turned key. */
  readonly restartMax: Duration
  /** An engine found running after the device was dark no longer than this is taken to have run on. */
  readonly darkMax: Duration
  /** A technician's session ends by itself after this long. */
  readonly sessionMax: Duration
  /** How long a tamper alarm sounds, and a result stays on the display. */
  readonly alarm: Duration
  readonly showResult: Duration
  /** Sensor calibration before the first one on record, in picoamperes per mg/210 L. */
  readonly picoampsPerMg: number
}

export const hardware: Hardware = {
  humRequired: false,
  warmUp: [
    { aboveDeciCelsius: 150, takes: seconds(7) },
    { aboveDeciCelsius: -50, takes: seconds(15) },
    { aboveDeciCelsius: -300, takes: seconds(60) },
    { aboveDeciCelsius: -10_000, takes: seconds(115) },
  ],
  analyzing: seconds(3),
  flowMinMlPerS: 120,
  flowMaxMlPerS: 900,
  blowMin: seconds(4),
  frameMax: duration(100),
  pauseMax: seconds(1),
  lowMillivolts: 11_000,
  healthyMillivolts: 11_800,
  voltageFresh: seconds(600),
  clockTolerance: seconds(2),
  crankMax: seconds(10),
  restartMax: seconds(30),
  darkMax: seconds(600),
  sessionMax: seconds(7_200),
  alarm: seconds(60),
  showResult: seconds(6),
  picoampsPerMg: 40_000,
}

/** A device that knows nothing of itself but its law. */
export const identityUnder = ({ id }: Profile): DeviceIdentity => ({
  device: '',
  jurisdiction: id,
  vendor: '',
  model: '',
  firmware: '',
  region: '',
})

/** The configuration that a profile gives a device. */
export const configFor = (
  profile: Profile,
  parts: Hardware = hardware,
  identity: DeviceIdentity = identityUnder(profile),
): DeviceConfig => {
  const restart = profile.freeRestart.value
  const { relief } = profile
  return {
    profile: profileName(profile),
    timeZone: profile.timeZone,
    setPoint: profile.setPoint.value,
    volumeMinMl: profile.volumeMinMl.value,
    startWithin: profile.startWithin.value,
    freeRestartWithin: restart.kind === 'within' ? restart.span : seconds(0),
    holdAfterFail: profile.holdAfterFail.value,
    confirmation: profile.confirmation.value,
    retestFirst: profile.retest.first.value,
    retestLater: profile.retest.later.value,
    answerWithin: profile.retest.answerWithin.value,
    attemptsMax: profile.retest.attemptsMax.value ?? 0,
    whenIgnitionOff: profile.retest.whenIgnitionOff.value,
    whenStalled: profile.retest.whenStalled.value,
    hornUntilOff: profile.retest.alert.value === 'horn-until-off',
    dueWithinDays: profile.service.dueWithinDays.value,
    remindDaysBefore: profile.service.remindDaysBefore.value,
    warnDaysBefore: profile.service.warnDaysBefore.value ?? 0,
    toleranceMg: profile.service.toleranceMg.value,
    mayReset: profile.service.mayReset.value,
    resetOn: profile.violationsReset?.on.value ?? [],
    resetServiceWithin: profile.violationsReset?.serviceWithin.value ?? seconds(0),
    lockouts: profile.lockouts.map(({ id, on, times, effect }) => ({
      rule: id,
      on,
      times,
      visitWithin: effect.value.kind === 'visit-within' ? effect.value.visitWithin : null,
    })),
    identity,
    relief: {
      tollBy: relief.toll.value.by,
      tollDaysMax: relief.toll.value.daysMax,
      codeBy: relief.code.value.by,
      codeDaysMax: relief.code.value.daysMax,
      overrideBy: relief.override.value.by,
      activateWithin: relief.override.value.activateWithin,
      overrideLasts: relief.override.value.lasts,
      rescueAllowed: relief.rescue.value.allowed,
    },
    hardware: parts,
  }
}
