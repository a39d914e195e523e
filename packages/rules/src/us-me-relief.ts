import { assumed, type Relief } from './profile.ts'
import { washingtonOverride } from './washington-override.ts'

/** Maine: section 4(9) locks for good when a visit is missed and names no one who may excuse it. */
export const maineRelief: Relief = {
  toll: assumed(
    { by: ['authority'], daysMax: 30 },
    '29-250 CMR ch. 8 §4(9)',
    'It names no exception, so nobody but the authority that made the rule may give one. Thirty days as in Massachusetts.',
  ),
  code: assumed(
    { by: ['authority'], daysMax: 10 },
    'the same reading; ten days are what a vendor offered elsewhere in March 2026',
    'What only the authority may order, only the authority may give by telephone.',
  ),
  override: washingtonOverride(
    ['authority', 'rescue'],
    'A permanent lockout has no exception in §4(9); four hours with every test on, to reach a visit, leave it in force.',
  ),
  rescue: assumed(
    { allowed: true },
    'the kept text',
    'It asks for a certified installer; the authority that certifies names another one.',
  ),
}
