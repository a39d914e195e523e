import { cited, researched, source } from './profile.ts'
import type { SanctionLength, SanctionTier } from './program-violations.ts'
import { sanctionsSection } from './us-ma-texts.ts'

const rmv = source('massachusetts-rmv-iid-program')

const tenYears = researched<SanctionLength>(
  { kind: 'years', years: 10 },
  {
    clause: '540 CMR 25.10(1)-(2)',
    address: sanctionsSection,
    grade: 'A',
    gist: 'Found responsible by a preponderance of the evidence, the holder of a hardship license loses it and is suspended ten years more; the holder of a full license is suspended ten years.',
    clauses: ['MA-VIO-6'],
  },
)

const forFailedStarts = (length: SanctionLength) =>
  researched<SanctionLength>(length, {
    clause: '540 CMR 25.10(3)',
    address: sanctionsSection,
    grade: 'A',
    gist: 'For two lockouts for failed start-ups: six months the first time, five years the second, ten years the third.',
    clauses: ['MA-VIO-6', 'MA-LCK-1'],
  })

const anyViolation = [
  'no-device',
  'other-person',
  'artificial-sample',
  'tampering',
  'unauthorized-removal',
  'repeated-missed-retests',
  'repeated-missed-visits',
]

/** What a Massachusetts hearing may impose since July 2021. The first that fits a finding is the one prepared. */
export const massachusettsSanctions: readonly SanctionTier[] = [
  {
    id: 'no-device-licensed-elsewhere',
    for: ['no-device'],
    nth: 1,
    license: 'of-another-state',
    kind: 'suspension',
    length: cited<SanctionLength>(
      { kind: 'years', years: 10 },
      rmv(
        'Out-of-state resident policy',
        'the RMV has the right to suspend your license for a minimum of ten years and up to a lifetime suspension',
        'MA-OOS-3',
      ),
    ),
    words: 'Suspension of the right to operate for ten years at least, and up to life.',
  },
  {
    id: 'failed-retests-twice',
    for: ['failed-retest'],
    nth: 2,
    license: 'any',
    kind: 'revocation',
    length: researched<SanctionLength>(
      { kind: 'life' },
      {
        clause: '540 CMR 25.10(4)',
        address: sanctionsSection,
        grade: 'A',
        gist: 'Found responsible for two failed rolling retests, the license is revoked for life.',
        clauses: ['MA-VIO-6', 'MA-LCK-2'],
      },
    ),
    words: 'Revocation for life: the second failed retest for which the participant is found responsible.',
  },
  {
    id: 'failed-starts-third',
    for: ['repeated-failed-starts'],
    nth: 3,
    license: 'any',
    kind: 'suspension',
    length: forFailedStarts({ kind: 'years', years: 10 }),
    words: 'Suspension for ten years: the third time.',
  },
  {
    id: 'failed-starts-second',
    for: ['repeated-failed-starts'],
    nth: 2,
    license: 'any',
    kind: 'suspension',
    length: forFailedStarts({ kind: 'years', years: 5 }),
    words: 'Suspension for five years: the second time.',
  },
  {
    id: 'failed-starts-first',
    for: ['repeated-failed-starts'],
    nth: 1,
    license: 'any',
    kind: 'suspension',
    length: forFailedStarts({ kind: 'months', months: 6 }),
    words: 'Suspension for six months: the first time.',
  },
  {
    id: 'any-violation',
    for: anyViolation,
    nth: 1,
    license: 'any',
    kind: 'suspension',
    length: tenYears,
    words: 'Suspension for ten years; a hardship license is revoked and the ten years come on top.',
  },
]

/** What the program page alone says: how far a sanction may go, and that a person decides. */
export const massachusettsSanctionsBefore2021: readonly SanctionTier[] = [
  {
    id: 'as-decided',
    for: [...anyViolation, 'failed-starts', 'failed-retest', 'missed-retests', 'missed-visit'],
    nth: 1,
    license: 'any',
    kind: 'suspension',
    length: cited<SanctionLength>(
      { kind: 'as-decided' },
      rmv(
        'IID violations chart',
        'If you are found responsible for the IID violation(s), you may face additional license suspension, up to and including lifetime license loss',
        'MA-VIO-6',
      ),
    ),
    words: 'An additional suspension as the officer decides, up to life.',
  },
]
