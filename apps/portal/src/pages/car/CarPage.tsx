import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import { useLocation } from 'react-router'
import { advanceWorld, readDemo } from '../../data/demo.ts'
import { Handset } from '../../handset/Handset.tsx'
import { carriedIn } from '../../relief/carried.ts'
import { Panel } from '../../ui/Panel.tsx'
import { type NavLink, Shell } from '../../ui/Shell.tsx'
import { Trouble } from '../../ui/Trouble.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { BreathPanel } from './BreathPanel.tsx'
import style from './CarPage.module.css'
import { ConditionsPanel } from './ConditionsPanel.tsx'
import { GivePanel } from './GivePanel.tsx'
import { KeyPanel } from './KeyPanel.tsx'
import { KeypadPanel } from './KeypadPanel.tsx'
import { LogPanel } from './LogPanel.tsx'
import { actOnCar, advanceClock } from './link.ts'
import type { LinkState } from './link-state.ts'
import { RecordsPanel } from './RecordsPanel.tsx'
import { ReliefPanel } from './ReliefPanel.tsx'
import { ServicePanel } from './ServicePanel.tsx'
import { TimePanel } from './TimePanel.tsx'
import { stateOf, useLink } from './useLink.ts'
import { WhyPanel } from './WhyPanel.tsx'

/** The virtual car. The unit in the car serves this page and answers it: it works when no server does. */
export function CarPage(): ReactNode {
  const link = useLink()
  const state = stateOf(link)
  const { data: demo } = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => readDemo(signal), staleTime: 60_000 })
  const server = demo?.server ?? null
  const title = state === null ? 'Car' : `${carName(state.profile)} car`
  return (
    <Shell title={title} wide links={linksFor(server, state?.device)} home={server ?? '/car'}>
      <header className={style['head']}>
        <h1>{title}</h1>
        {state === null ? null : (
          <p>
            {state.device}, under {state.profile}
          </p>
        )}
      </header>
      {link.is === 'silent' ? (
        <Panel tone="watch" title="The car does not answer" role="alert">
          <p>Its process may be restarting. This page tries again every second; the log lies safe on the car’s disk.</p>
        </Panel>
      ) : null}
      {link.is === 'garbled' ? <Trouble cause={link.cause} what="The car’s state" /> : null}
      {state === null ? (
        link.is === 'opening' ? (
          <Waiting for="the car" />
        ) : null
      ) : (
        <Cockpit state={state} control={demo?.control ?? null} />
      )}
    </Shell>
  )
}

type CockpitProps = { readonly state: LinkState; readonly control: string | null }

function Cockpit({ state, control }: CockpitProps): ReactNode {
  const [failure, setFailure] = useState<unknown>(null)
  // Whoever comes with an order comes for that: it stands before everything else for as long as the page is open.
  const { hash } = useLocation()
  const [brought, setBrought] = useState(false)
  if (hash !== '' && carriedIn(hash) !== null && !brought) setBrought(true)
  const { mutate: act } = useMutation({
    mutationFn: actOnCar,
    onMutate: () => setFailure(null),
    onError: setFailure,
  })
  const advance = useCallback(
    (ms: number) => (control === null ? advanceClock(ms) : advanceWorld(control, ms)),
    [control],
  )
  return (
    <>
      {failure === null ? null : <Trouble cause={failure} what="What you asked of the car" />}
      {brought ? <GivePanel state={state} /> : null}
      <div className={style['cockpit']}>
        <div className={style['seat']}>
          <div className={style['handset']}>
            <Handset
              outputs={state.outputs}
              device={state.device}
              powered={state.car.power === 'restored'}
              breathing={state.car.breathing}
            />
          </div>
          <KeyPanel state={state} act={act} />
          <BreathPanel state={state} act={act} />
          <ServicePanel state={state} failed={setFailure} />
        </div>
        <div className={style['why']}>
          <div className={style['first']}>
            <WhyPanel state={state} />
          </div>
          <ReliefPanel state={state} />
          {brought ? null : <GivePanel state={state} />}
          <KeypadPanel state={state} />
          <TimePanel state={state} advance={advance} failed={setFailure} />
          <LogPanel state={state} control={control} />
        </div>
        <div className={style['world']}>
          <ConditionsPanel state={state} act={act} />
          <RecordsPanel state={state} />
        </div>
      </div>
    </>
  )
}

const carName = (profile: string): string => jurisdictionOf(profile)?.name ?? profile

function linksFor(server: string | null, device: string | undefined): readonly NavLink[] {
  if (server === null)
    return [
      { to: '/car', words: 'Car' },
      { to: '/emergency', words: 'Car does not start?' },
      { to: '/verify', words: 'Verify a log' },
    ]
  const driver =
    device === undefined ? [] : [{ to: `${server}/driver/${device}`, words: 'Driver’s page', elsewhere: true }]
  return [
    { to: server, words: 'Start', elsewhere: true },
    ...driver,
    { to: '/emergency', words: 'Car does not start?' },
    { to: '/verify', words: 'Verify a log' },
  ]
}
