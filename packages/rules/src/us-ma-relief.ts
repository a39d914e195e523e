import { assumed, type Relief, researched } from './profile.ts'
import { washingtonOverride } from './washington-override.ts'

/** Massachusetts: the text gives a vendor no leave to move a date; the registry has moved dates of its own before. */
export const massachusettsRelief: Relief = {
  toll: researched(
    { by: ['authority'], daysMax: 30 },
    {
      clause: '540 CMR 25.06(3); the registry’s notice of April 2021 on vehicle inspections',
      address:
        'https://www.news10.com/news/mass-news/massachusetts-vehicle-inspection-system-outage-at-registry-of-motor-vehicles/',
      grade: 'B',
      gist: 'A missed visit locks at once and no vendor may excuse it; in 2021 the registry itself gave one day for each day its vendor was down.',
      clauses: ['OUT-1', 'OUT-9'],
    },
  ),
  code: assumed(
    { by: ['authority'], daysMax: 10 },
    'the same reading',
    'What only the authority may order, only the authority may give by telephone.',
  ),
  override: washingtonOverride(['authority', 'rescue']),
  rescue: assumed(
    { allowed: true },
    'the kept text',
    'It asks for an approved provider; the authority that approves providers names another one.',
  ),
}
