import { inZone } from '@keyturn/domain/civil.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { ReactNode } from 'react'

type Props = { readonly at: Instant; readonly zone: string }

/** A moment for people, always with its zone: `Mon 2 Mar 2026, 09:00 EST`. */
export const Moment = ({ at, zone }: Props): ReactNode => <time dateTime={iso(at)}>{inZone(at, zone)}</time>
