/** A technician at the bench, by the bench's own API: the same that its page asks. */
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { Car } from './car.ts'
import { asked, at, list, text } from './json.ts'

export type BenchVisit = { readonly certificate: string; readonly file: string }

const REFERENCE = 40
const ANALYZED_MS = 5_000
const GAS_LOT = 'DRILL-040'

export class BenchClient {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async unlock(passphrase: string): Promise<void> {
    await asked(`${this.url}/bench/unlock`, { passphrase })
  }

  async install(unit: string, dueOn: CivilDate): Promise<void> {
    const visit = await asked(`${this.url}/bench/install`, { unit, dueOn })
    if (at(visit, 'end', 'how') !== 'installed') throw new Error(`not installed: ${JSON.stringify(visit)}`)
  }

  /** A whole visit: inspect, as found, calibrate, confirm twice, reset, certify. */
  async visit(
    { url: unit, pass }: Pick<Car, 'url' | 'pass'>,
    {
      kind,
      dueOn,
      rescue,
    }: { readonly kind: 'scheduled' | 'lockout'; readonly dueOn: CivilDate; readonly rescue: string | null },
  ): Promise<BenchVisit> {
    const begun = await asked(`${this.url}/bench/visits`, { unit, rescue })
    const id = text(begun, 'id')
    const act = (what: object) => asked(`${this.url}/bench/visits/${id}/act`, what)
    const gas = async () => {
      await asked(`${this.url}/bench/visits/${id}/gas`, { brac: REFERENCE })
      // The device takes some seconds to analyze it, and records what it measured.
      await pass(ANALYZED_MS)
    }
    await act({ do: 'inspect', sound: true, notes: '' })
    await act({ do: 'as-found', reference: REFERENCE })
    await gas()
    await act({ do: 'calibrate', gasLot: GAS_LOT, reference: REFERENCE })
    await gas()
    for (let n = 0; n < 2; n += 1) {
      await act({ do: 'confirm', reference: REFERENCE })
      await gas()
    }
    await act({ do: 'reset' })
    const visit = await asked(`${this.url}/bench/visits/${id}/certify`, { visit: kind, dueOn })
    if (at(visit, 'end', 'how') !== 'completed')
      throw new Error(`not completed: ${JSON.stringify(visit).slice(0, 2_000)}`)
    const response = await fetch(`${this.url}/bench/visits/${id}/certificate.txt`)
    return { certificate: text(visit, 'end', 'certificate'), file: await response.text() }
  }

  /** The technician carries a statement into the car. */
  async carry(unit: string, file: string): Promise<unknown> {
    return asked(`${this.url}/bench/carry`, { unit, file })
  }

  /** Sends what waits, and with `again` what was refused; answers how each visit stands with each server. */
  async sync(again: boolean): Promise<readonly string[]> {
    const state = await asked(`${this.url}/bench/sync`, { again })
    return list(state, 'visits').flatMap((visit) => list(visit, 'sent').map((sent) => text(sent, 'state')))
  }
}
