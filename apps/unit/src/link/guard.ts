/** What the link's pages may ask besides the link, and what a printed copy may do. */
import { z } from 'zod'

/** What a printed copy may do: nothing but be looked at. A viewer that shows it needs styles of its own. */
export const PRINTED_POLICY = "frame-ancestors 'none'"

const Demo = z.object({
  control: z.url(),
  server: z.url(),
  cars: z.array(z.object({ url: z.url() })),
})

/** The demonstration's other addresses, which the pages may ask; none where the text is no demonstration's. */
export function demoOrigins(demoJson: string | undefined): readonly string[] {
  if (demoJson === undefined) return []
  const read = Demo.safeParse(JSON.parse(demoJson))
  if (!read.success) return []
  const { control, server, cars } = read.data
  return [control, server, ...cars.map(({ url }) => url)].map((url) => new URL(url).origin)
}
