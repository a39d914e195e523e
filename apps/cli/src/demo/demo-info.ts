/** `/demo.json`: where the parts of a demo are. The server and both cars give the same one to the pages they serve. */
import { type DemoCar, FLEET } from './fleet.ts'
import { HOST } from './ports.ts'

export type DemoInfo = {
  readonly cars: readonly (Pick<DemoCar, 'device' | 'driver' | 'town' | 'case' | 'jurisdiction'> & {
    readonly url: string
  })[]
  readonly control: string
  readonly server: string
  /** The technician's bench. */
  readonly bench: string
  /** Where an authority's orders are found besides. */
  readonly mirrors: readonly string[]
}

export type DemoPorts = {
  readonly server: number
  readonly control: number
  readonly bench: number
  readonly cars: readonly number[]
}

const at = (port: number): string => `http://localhost:${port}`

export const demoInfo = (ports: DemoPorts): DemoInfo => ({
  cars: FLEET.map(({ device, driver, town, case: caseId, jurisdiction }, i) => ({
    device,
    driver,
    town,
    case: caseId,
    jurisdiction,
    url: at(ports.cars[i] ?? 0),
  })),
  control: at(ports.control),
  server: at(ports.server),
  bench: at(ports.bench),
  mirrors: [...new Set(FLEET.map(({ jurisdiction }) => `${at(ports.server)}/mirror/${jurisdiction}`))],
})

/** How the processes of a demo find each other: by the number, so that no name can lead to somebody else. */
export const between = (port: number): string => `http://${HOST}:${port}`

/** Every way in which a browser on this machine may spell the addresses of the demo's pages. */
export function originsOf({ server, bench, cars }: DemoPorts): ReadonlySet<string> {
  const names = ['localhost', '127.0.0.1']
  return new Set([server, bench, ...cars].flatMap((port) => names.map((name) => `http://${name}:${port}`)))
}
