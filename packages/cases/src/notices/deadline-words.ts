/** The words for every date of a case: what is reminded of, and what is told, and to whom, when it has passed. */
import { inZone } from '../calendar.ts'
import type { CaseDeadline } from '../program/assessment.ts'
import type { Audience } from './notice.ts'

export type Told = { readonly audience: Audience; readonly subject: string; readonly words: string }
export type DeadlineWords = { readonly reminder: Told; readonly passed: readonly Told[] }

type Say = (by: string, deadline: CaseDeadline, zone: string) => DeadlineWords
const to = (audience: Audience) => (subject: string, words: string) => ({ audience, subject, words })
const driver = to('participant')
const vendor = to('vendor')
const authority = to('authority')

/** All words about one date, with its moment written out in the zone. */
export const tellOf = (deadline: CaseDeadline, zone: string): DeadlineWords =>
  SAY[deadline.what](inZone(deadline.closesAt, zone), deadline, zone)

const REPORT = 'If the provider, its systems or a full calendar kept you from it, report that: it can be excused.'

const SAY: { readonly [W in CaseDeadline['what']]: Say } = {
  'service-visit': (by, { opensAt }, zone) => ({
    reminder: driver(
      `Service visit due by ${by}`,
      `Your device needs its service visit by ${by}.${opensAt === null ? '' : ` It can be made from ${inZone(opensAt, zone)} on.`} Book early: centers fill up, and after the last day the car may lock. If you cannot come, tell us before that day.`,
    ),
    passed: [
      driver(
        `Service visit missed: it was due by ${by}`,
        `No service visit is on record that was due by ${by}. Go to your provider now: the car may lock. ${REPORT}`,
      ),
      vendor(
        `A customer’s service visit was due by ${by}`,
        `No service visit is on record that was due by ${by}. If it was kept at one of your centers, upload its log now.`,
      ),
    ],
  }),
  'lockout-visit': (by, { title }) => ({
    reminder: driver(
      `Drive to your provider by ${by}`,
      `${title}. The car starts on a passed test until ${by}, so that you can drive it to your provider. After that it stays locked and has to be towed. Do not disconnect anything yourself.`,
    ),
    passed: [
      driver(
        'The time to drive to your provider is over',
        `${title}. Until ${by} the car could be driven to the provider; no visit is on record. It stays locked until a provider has reset it. Call your provider about a tow. ${REPORT}`,
      ),
      vendor(
        `A customer did not come within the lockout time that ended ${by}`,
        `${title}. No visit is on record by ${by}; the vehicle has to be towed to a center.`,
      ),
      authority(
        `Lockout without a visit by ${by}`,
        `${title}. The participant had until ${by}; no visit is on record. Whether that has a consequence is for a person to decide.`,
      ),
    ],
  }),
  'violations-service': (by, { title }) => ({
    reminder: driver(
      `Violations service due by ${by}`,
      `${title}. Your device needs a violations service by ${by}. After that the car locks until a provider has reset it.`,
    ),
    passed: [
      driver(
        `Violations service missed: it was due by ${by}`,
        `${title}. No violations service is on record by ${by}. The car stays locked until a provider has reset it. ${REPORT}`,
      ),
      vendor(
        `A customer’s violations service was due by ${by}`,
        `${title}. No violations service is on record by ${by}. If it was done at one of your centers, upload its log now.`,
      ),
    ],
  }),
  'hearing-request': (by, { title }) => ({
    reminder: driver(
      `You may ask for a hearing until ${by}`,
      `${title}. If you believe it is wrong, you may ask for a hearing until ${by}. You need not give reasons now.`,
    ),
    passed: [
      driver(
        'The time to ask for a hearing is over',
        `${title}. A hearing could be requested until ${by}; no request is on record.`,
      ),
    ],
  }),
  hearing: (by, { title }) => ({
    reminder: driver(
      `Hearing on ${by}`,
      `${title}: ${by}. Bring what supports you: photographs, receipts, confirmations. Your folder holds what was recorded.`,
    ),
    passed: [
      authority(
        `Decision due after the hearing of ${by}`,
        `${title}: it was set for ${by}. No decision is on record yet.`,
      ),
    ],
  }),
  'booked-visit': (by, { title }) => ({
    reminder: driver(`Booked visit: ${by}`, `${title}: ${by}. Take your confirmation with you.`),
    passed: [
      driver(
        `No visit is on record for ${by}`,
        `${title}: it was booked for ${by}, and no visit is on record yet. If you were there, keep the receipt and ask the provider to send its report. ${REPORT}`,
      ),
    ],
  }),
  'hardship-ends': (by) => ({
    reminder: driver(
      `Your hardship license ends ${by}`,
      `Your hardship license is good until ${by}. After that you may not drive on it. Ask your authority about full reinstatement in good time.`,
    ),
    passed: [
      driver(
        'Your hardship license has ended',
        `Your hardship license was good until ${by}. You may not drive on it any more. The duty to use a device goes on.`,
      ),
      authority(
        `A hardship license ended ${by}`,
        `The hardship license was good until ${by}. No full reinstatement follows by itself.`,
      ),
    ],
  }),
  'suspension-ends': (by) => ({
    reminder: driver(
      `Your suspension, as prescribed, ends ${by}`,
      `The prescribed period of suspension ends ${by}. You may drive again only once your authority has reinstated your license.`,
    ),
    passed: [
      driver(
        'Your suspension, as prescribed, has ended',
        `The prescribed period of suspension ended ${by}. You may drive again only once your authority has reinstated your license.`,
      ),
    ],
  }),
  'removal-request-opens': (by) => ({
    reminder: driver(
      `You may ask for removal from ${by}`,
      `As things stand you may ask for the removal of the device from ${by}. A lockout or a violation before then moves that day.`,
    ),
    passed: [
      driver(
        'You may ask for removal of the device',
        `As things stand you may ask your authority for the removal of the device since ${by}. Keep using it until a removal is granted: nothing ends by itself.`,
      ),
    ],
  }),
  'term-ends': (by) => ({
    reminder: driver(
      `The required time ends ${by}`,
      `The time for which the device is required ends ${by}. The restriction does not end by itself: you apply, and your authority decides. Keep using the device until then.`,
    ),
    passed: [
      driver(
        'The required time is over; the restriction is not',
        `The time for which the device was required ended ${by}. The restriction goes on until you have applied for removal and your authority has granted it. Keep using the device until then.`,
      ),
    ],
  }),
}
