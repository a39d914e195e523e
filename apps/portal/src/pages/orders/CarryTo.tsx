import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { readPlaces } from '../../data/demo.ts'
import { keep, keptAs } from '../../data/keep.ts'
import { text } from '../../data/read.ts'
import { carryAddress } from '../../relief/carry.ts'
import style from './Orders.module.css'

type Props = { readonly file: string; readonly device?: string }

const OWN_CAR = 'car-address'

/** The ways from this phone into a car: no server lies on them. The car's own page opens with the order. */
export function CarryTo({ file, device }: Props): ReactNode {
  const places = useQuery({ queryKey: ['places'], queryFn: ({ signal }) => readPlaces(signal), staleTime: 60_000 })
  const cars = (places.data?.cars ?? []).filter((car) => device === undefined || car.device === device)
  return (
    <div className={style['carry']}>
      <p>
        Join the car’s own network, then open the car’s page here. The order goes straight from this phone to the car;
        the car checks it, and tells you what it did.
      </p>
      {cars.length === 0 ? null : (
        <ul className={style['buttons']}>
          {cars.map((car) => (
            <li key={car.device}>
              <Button component="a" href={carryAddress(car.url, file)}>
                Open car {car.device} with this order
              </Button>
            </li>
          ))}
        </ul>
      )}
      <OwnCar file={file} known={cars.length > 0} />
    </div>
  )
}

/** The address of the own car, typed once and kept here. */
function OwnCar({ file, known }: { readonly file: string; readonly known: boolean }): ReactNode {
  const id = useId()
  const [address, setAddress] = useState(() => keptAs(OWN_CAR, text) ?? '')
  const link = linkOf(address, file)
  return (
    <details open={!known}>
      <summary>{known ? 'Another car' : 'The address of my car'}</summary>
      <div className={style['field']}>
        <label htmlFor={id}>Address of the car’s own page</label>
        <p id={`${id}-hint`}>It stands on the unit and in its papers, such as http://192.168.4.1.</p>
        <input
          id={id}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          value={address}
          aria-describedby={`${id}-hint`}
          aria-invalid={address !== '' && link === null}
          onChange={({ currentTarget }) => {
            setAddress(currentTarget.value)
            keep(OWN_CAR, currentTarget.value)
          }}
        />
        {link === null ? (
          address === '' ? null : (
            <p role="status">This is no address yet. It begins with http:// or https://.</p>
          )
        ) : (
          <div>
            <Button component="a" href={link}>
              Open this car with the order
            </Button>
          </div>
        )}
      </div>
    </details>
  )
}

function linkOf(address: string, file: string): string | null {
  const typed = URL.canParse(address.trim()) ? new URL(address.trim()) : null
  return typed !== null && /^https?:$/.test(typed.protocol) ? carryAddress(typed.origin, file) : null
}
