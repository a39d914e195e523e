import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { Link, Navigate } from 'react-router'
import { contactsQuery } from '../../data/contacts.ts'
import { type Demo, readDemo } from '../../data/demo.ts'
import { type Device, readCheckpointSize, readDevices } from '../../data/devices.ts'
import { Problem } from '../../data/http.ts'
import { Body } from '../../handset/Body.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { CarCard } from './CarCard.tsx'
import style from './HomePage.module.css'

/** Nobody signs in without a server, so this is not kept for a time without one. */
const DemoPeople = lazy(async () => ({ default: (await import('../sign-in/DemoPeople.tsx')).DemoPeople }))

const ASK_AGAIN_MS = 5_000

/** The start page: what this is, the cars to sit in, and how the system is. */
export function HomePage(): ReactNode {
  const demo = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => readDemo(signal), staleTime: 60_000 })
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => readDevices(signal),
    refetchInterval: ASK_AGAIN_MS,
  })
  const uploads = useQuery({
    queryKey: ['checkpoint'],
    queryFn: ({ signal }) => readCheckpointSize(signal),
    refetchInterval: ASK_AGAIN_MS,
  })
  // Whom to call is asked for now, so that it is known when nobody answers.
  useQuery(contactsQuery)
  const cars = demo.data?.cars ?? []
  const refusal = devices.error instanceof Problem ? devices.error : null
  const answers = devices.isSuccess || refusal !== null
  // The unit in a car serves these pages too, and knows no devices but itself.
  if (refusal?.status === 404) return <Navigate to="/car" replace />
  return (
    <Shell title="Keyturn" wide>
      <section className={style['hero']}>
        <div className={style['lead']}>
          <h1>An ignition interlock that decides in the car, proves its log and explains itself</h1>
          <p>
            The device in the car needs no server to let a sober driver start. It signs everything it records. The
            server verifies the log, and tells the driver where things stand with the law quoted.
          </p>
        </div>
        <Body
          device="KT-MA-0001"
          display={['Test passed', 'You may start']}
          lamp="green"
          powered
          breathing={false}
          sounding={false}
        />
      </section>

      <section aria-labelledby="cars" className={style['section']}>
        <h2 id="cars">{cars.length > 0 ? 'Sit in a car' : 'Devices'}</h2>
        <Devices query={devices} cars={cars} />
      </section>

      <Suspense>
        <DemoPeople />
      </Suspense>

      <div className={style['more']}>
        {cars.length === 0 ? null : (
          <Panel title="In three minutes">
            <ol className={style['steps']}>
              <li>
                Sit in the Massachusetts car, switch it on, and blow 0.031 twice: locked out, with the law quoted.
                Massachusetts waits 30 minutes between the two; the time buttons pass them.
              </li>
              <li>Switch the server off in that page, and start the Maine car: it decides by itself.</li>
              <li>
                Switch the server on again and open a driver’s page: every record arrives, verified and explained.
              </li>
            </ol>
          </Panel>
        )}
        {typeof demo.data?.bench === 'string' ? (
          <Panel title="The technician’s bench">
            <p>
              A laptop in a service center, which makes a whole visit without any network:{' '}
              <a href={new URL('/bench', demo.data.bench).href}>sit at the bench</a>.
            </p>
          </Panel>
        ) : null}
        <Panel title="Orders and outages">
          <p>
            When a provider fails, <Link to="/orders">a signed order</Link> moves the dates. Anybody can read it, check
            it and carry it to a car, without any network.
          </p>
        </Panel>
        <Panel title="When the car does not start">
          <p>
            <Link to="/emergency">What to do, whom to call and what not to touch</Link>. Opened once, it is kept on your
            phone and needs no network.
          </p>
        </Panel>
        <Panel title="Check a log yourself">
          <p>
            Drop a car’s log on the <Link to="/verify">verify page</Link>. Your own browser checks every byte and every
            signature, without network, and names the first line that was changed.
          </p>
        </Panel>
        <Panel title="State of the system">
          <SystemState up={answers} asked={devices.isFetched} count={devices.data?.length ?? null} />
          {typeof uploads.data === 'number' ? (
            <p>
              One <a href="/v1/checkpoint">signed checkpoint</a> covers all {uploads.data} uploads received so far.
            </p>
          ) : null}
        </Panel>
      </div>
    </Shell>
  )
}

type DevicesProps = { readonly query: UseQueryResult<readonly Device[]>; readonly cars: Demo['cars'] }

function Devices({ query: { data, error, refetch }, cars }: DevicesProps): ReactNode {
  if (data !== undefined && data.length > 0) {
    return (
      <ul className={style['cars']}>
        {data.map((device) => (
          <CarCard key={device.id} device={device} car={cars.find((one) => one.device === device.id)} />
        ))}
      </ul>
    )
  }
  if (data !== undefined) {
    return (
      <Panel>
        <p>No device is enrolled yet. The first one appears here as soon as it is.</p>
      </Panel>
    )
  }
  if (error instanceof Problem && error.status === 401) {
    return (
      <Panel>
        <p>
          This server shows its devices to its operator only. A driver’s page is reached by the address the driver got.
        </p>
      </Panel>
    )
  }
  if (error !== null) return <Trouble cause={error} what="the devices" again={() => void refetch()} />
  return <Waiting for="the devices" />
}

type StateProps = { readonly up: boolean; readonly asked: boolean; readonly count: number | null }

const SystemState = ({ up, asked, count }: StateProps): ReactNode => (
  <p role="status" className={style['state']} data-up={up}>
    {!asked
      ? 'Asking the server …'
      : up
        ? count === null
          ? 'The server answers.'
          : `The server answers and knows ${count} ${count === 1 ? 'device' : 'devices'}.`
        : 'The server does not answer. The cars go on without it and keep their records.'}
  </p>
)
