/**
 * Signed statements that reach the car by any path: verified to the pinned root, then done, kept or refused. What the
 * law of relief allows the controller decides; here it is only told in whose name a statement speaks.
 */
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { giverFor } from '@keyturn/evidence/statement/giver.ts'
import type { Speaker, Statement, StatementOf } from '@keyturn/evidence/statement/statement.ts'
import { EVERYWHERE } from '@keyturn/evidence/statement/who-may.ts'
import { chainOf } from '@keyturn/evidence/statement/write-statement.ts'
import type { Controller } from '../controller.ts'
import { StatementRefused } from '../service/refused.ts'
import { rescueIn } from '../service/rescue.ts'
import { Refusals } from './refusals.ts'
import { type LinkAnswer, told } from './told.ts'
import { stillHolds, type Trusting, trustOf, verified } from './trust.ts'

export type StatementDeskOptions = Trusting & {
  readonly device: DeviceId
  readonly controller: Controller
  /** In which people are told times. */
  readonly timeZone: string
  /** Why a configuration cannot be taken, in a sentence; null when it can. */
  readonly whyNotConfigured: (statement: StatementOf<'configuration'>) => string | null
  /** Told of a failure to keep what was done all the same. */
  readonly onFailure: (error: unknown) => void
}

type Heard = { readonly statement: Statement; readonly speaker: Speaker; readonly file: string }

export class StatementDesk {
  readonly #options: StatementDeskOptions
  readonly #refusals = new Refusals()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: StatementDeskOptions) {
    this.#options = options
  }

  /**
   * Takes a statement file that somebody brought. What it does is durable when this resolves. @throws StatementRefused
   * (recorded) when it does not verify, Held after too many of those.
   */
  async take(file: string): Promise<LinkAnswer> {
    const at = this.#now()
    this.#refusals.check(at)
    try {
      const answer = await this.act(file)
      if (answer.outcome === 'refused') this.#refusals.add(at)
      return answer
    } catch (error) {
      if (!(error instanceof StatementRefused)) throw error
      this.#refusals.add(at)
      await this.#options.controller.refuse(error.statement, error.message)
      throw error
    }
  }

  /** The same without counting: for what the car fetched itself. @throws StatementRefused (not recorded). */
  act(file: string): Promise<LinkAnswer> {
    // One after the other: of two lists that come at once the higher number has to win, whichever disk write is slower.
    const mine = this.#last.then(() => this.#act(file))
    this.#last = mine.catch(() => {})
    return mine
  }

  async #act(file: string): Promise<LinkAnswer> {
    const verdict = verified(file, trustOf(this.#options), this.#now())
    if (verdict.kind === 'refused')
      throw new StatementRefused(verdict.why, { statement: verdict.id ?? 'unreadable statement' })
    const answer = await this.#do({ ...verdict, file })
    await this.#options.controller.settled()
    return answer
  }

  /** Gives the orders that are kept once more: what came before the device was installed may hold now. */
  async again(): Promise<void> {
    for (const { file } of this.#options.shelf.several('order')) {
      const verdict = verified(file, trustOf(this.#options), this.#now())
      if (verdict.kind === 'verified') await this.#do({ ...verdict, file })
    }
    await this.#options.controller.settled()
  }

  /** The files of the orders that somebody else could still take in, oldest first. */
  toHandOn(): readonly string[] {
    const trust = trustOf(this.#options)
    const files = this.#options.shelf.several('order').map(({ file }) => file)
    return files.filter((file) => verified(file, trust, this.#now()).kind === 'verified')
  }

  async #do(heard: Heard): Promise<LinkAnswer> {
    const { statement } = heard
    switch (statement.kind) {
      case 'order':
        return this.#order(statement, heard)
      case 'override':
        return this.#override(statement, heard)
      case 'revocations':
        return this.#revocations(statement, heard)
      case 'rescue':
        return this.#rescue(statement, heard)
      case 'configuration':
        return this.#configuration(statement, heard)
      case 'authority-key':
      case 'vendor':
      case 'technician':
      case 'service-request':
      case 'certificate':
      case 'outage':
      case 'confirmation':
      case 'exception':
      case 'index':
        return this.#refuse(statement, `a car does nothing with a statement of kind ${statement.kind}`)
    }
  }

  async #order(order: StatementOf<'order'>, { speaker, file }: Heard): Promise<LinkAnswer> {
    const { controller, identity, shelf, timeZone } = this.#options
    const given = giverFor(speaker, identity, null)
    if (given.kind === 'not') return this.#refuse(order, given.why)
    const body = { statement: 'order', id: order.id, by: given.by, order } as const
    const answer = told(controller.hear({ kind: 'statement', body }), timeZone)
    // An order that came too early for the device is kept as well: it is given once more after the installation.
    const early = answer.outcome === 'refused' && !controller.state().ledger.installed
    if (answer.outcome === 'accepted' || early) await shelf.keep(file).catch(this.#options.onFailure)
    return answer
  }

  async #override(override: StatementOf<'override'>, { speaker }: Heard): Promise<LinkAnswer> {
    const { device, controller, identity, shelf, timeZone } = this.#options
    const { id, subject, issuedAt } = override
    if (subject !== device) return this.#refuse(override, `the override is for ${subject}, and this is ${device}`)
    const under = { trust: trustOf(this.#options), at: this.#now() }
    const rescues = shelf.several('rescue').flatMap((kept) => rescueIn(kept.file, identity.jurisdiction, under).found)
    const given = [null, ...rescues].map((rescue) => giverFor(speaker, identity, rescue))
    const by = given.find((each) => each.kind === 'by') ?? given.at(-1)
    if (by === undefined || by.kind === 'not') return this.#refuse(override, by?.why ?? 'nobody gives it')
    const body = { statement: 'override', id, by: by.by, issuedAt } as const
    return told(controller.hear({ kind: 'statement', body }), timeZone)
  }

  async #revocations(list: StatementOf<'revocations'>, { file }: Heard): Promise<LinkAnswer> {
    const { identity, shelf } = this.#options
    const { subject, number } = list
    if (subject !== EVERYWHERE && subject !== identity.jurisdiction)
      return this.#refuse(list, `the list is for ${subject}, and this device is under ${identity.jurisdiction}`)
    const known = shelf.several('revocations').find(({ statement }) => statement.subject === subject)
    // A list by a stolen key, once that is withdrawn, must not stand in the way of the true ones by its number.
    const counts = known !== undefined && stillHolds(known, this.#options)
    if (counts && known.statement.number >= number && !isLastOf(file, known.jws))
      return this.#refuse(list, `list ${number} is no newer than list ${known.statement.number}, which this car has`)
    await shelf.keep(file)
    const count = list.revoked.length
    return accepted(
      `This car no longer accepts what list ${number} withdraws: ${count} ${count === 1 ? 'entry' : 'entries'}.`,
    )
  }

  async #rescue(rescue: StatementOf<'rescue'>, { speaker, file }: Heard): Promise<LinkAnswer> {
    const { identity, shelf } = this.#options
    const { subject, serves } = rescue
    if (speaker.as !== 'authority' || speaker.jurisdiction !== identity.jurisdiction)
      return this.#refuse(rescue, `the rescue is not by the authority of ${identity.jurisdiction}`)
    if (serves !== identity.vendor)
      return this.#refuse(
        rescue,
        `the rescue is of devices of ${serves}, and this one is of ${identity.vendor || 'nobody yet'}`,
      )
    await shelf.keep(file)
    return accepted(`Centers of ${subject} may serve this car now.`)
  }

  async #configuration(configuration: StatementOf<'configuration'>, { speaker, file }: Heard): Promise<LinkAnswer> {
    const { device, identity, shelf, whyNotConfigured } = this.#options
    const { subject, issuedAt } = configuration
    const known = shelf.single('configuration')
    const counts = known !== null && stillHolds(known, this.#options)
    const why =
      subject !== device
        ? `the configuration is for ${subject}, and this is ${device}`
        : speaker.as !== 'authority' || speaker.jurisdiction !== identity.jurisdiction
          ? `the configuration is not by the authority of ${identity.jurisdiction}`
          : counts && known.statement.issuedAt >= issuedAt && !isLastOf(file, known.jws)
            ? 'this car has a newer configuration'
            : whyNotConfigured(configuration)
    if (why !== null) return this.#refuse(configuration, why)
    await shelf.keep(file)
    return accepted('The configuration is kept. It holds from the next start of the device on.')
  }

  async #refuse({ id }: Statement, why: string): Promise<LinkAnswer> {
    await this.#options.controller.refuse(id, why)
    return { outcome: 'refused', words: sentence(why), recorded: ['statement-refused'] }
  }

  #now(): Instant {
    return this.#options.controller.at()
  }
}

/** Whether the file ends with this statement; another chain may stand above it. */
const isLastOf = (file: string, jws: string): boolean => chainOf(file).at(-1) === jws

const accepted = (words: string): LinkAnswer => ({ outcome: 'accepted', words, recorded: [] })

const sentence = (why: string): string => `${why.charAt(0).toUpperCase()}${why.slice(1)}.`
