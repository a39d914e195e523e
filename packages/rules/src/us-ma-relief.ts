import { assumed, type Relief, researched } from './profile.ts'
import { washingtonOverride } from './washington-override.ts'

/** Massachusetts: the text gives a vendor no leave to move a date; the registry has moved dates of its own before. */
export const massachusettsRelief: Relief = {
  toll: researched(
    { by: ['authority'], daysMax: 30 },
    {
      clause: 'the registry’s measures of April 2021 for vehicle inspections',
      address:
        'https://www.news10.com/news/mass-news/massachusetts-vehicle-inspection-system-outage-at-registry-of-motor-vehicles/',
      grade: 'B',
      gist: 'When its inspection vendor was down, the registry gave one day for each day of the outage and a month of grace. That was for inspections; for interlocks 540 CMR 25.06(3) names no exception, so nobody below the registry may make one.',
      clauses: ['OUT-1', 'OUT-9'],
    },
  ),
  code: assumed(
    { by: ['authority'], daysMax: 10 },
    'the same reading; ten days are what a vendor offered elsewhere in March 2026',
    'What only the authority may order, only the authority may give by telephone.',
  ),
  override: washingtonOverride(
    ['authority', 'rescue'],
    'The kept text ends a lockout with a visit to the provider. Who opens a car before that is the registry’s to say.',
  ),
  rescue: assumed(
    { allowed: true },
    'the kept text',
    'It asks for an approved provider; the authority that approves providers names another one.',
  ),
}
