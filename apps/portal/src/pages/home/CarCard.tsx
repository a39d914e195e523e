import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Demo } from '../../data/demo.ts'
import type { Device } from '../../data/devices.ts'
import { Moment } from '../../ui/Moment.tsx'
import style from './CarCard.module.css'

type Props = { readonly device: Device; readonly car: Demo['cars'][number] | undefined }

/** One car: whose law it follows, how much of its log has arrived, and the ways in. */
export function CarCard({ device: { id, profile, log, lastReceivedAt }, car }: Props): ReactNode {
  const place = jurisdictionOf(profile)
  return (
    <li className={style['card']}>
      <div className={style['plate']} aria-hidden="true">
        {profile.slice(3, 5)}
      </div>
      <div>
        <h3>{place?.name ?? profile}</h3>
        <p className={style['id']}>
          {id}, under {profile}
        </p>
        {car === undefined || car.driver === null ? null : (
          <p className={style['id']}>
            {car.driver}, {car.town}
          </p>
        )}
      </div>
      <p className={style['log']}>
        {lastReceivedAt === null ? (
          'No records have arrived yet.'
        ) : (
          <>
            {log.lastSeq} records verified, the last upload on{' '}
            <Moment at={lastReceivedAt} zone={place?.timeZone ?? 'UTC'} />.
          </>
        )}
      </p>
      <div className={style['ways']}>
        {car === undefined ? null : (
          <Button component="a" href={new URL('/car', car.url).href}>
            Sit in this car <span className="visually-hidden">({id})</span>
          </Button>
        )}
        <Button component={Link} to={`/driver/${id}`} variant="outline" aria-label={`Driver’s page of ${id}`}>
          Driver’s page
        </Button>
      </div>
    </li>
  )
}
