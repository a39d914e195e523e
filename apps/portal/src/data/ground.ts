/** What a rule rests on: words of the law, the text it was read in, or an assumption that says it is one. */
import { list, object, oneOf, type Read, text } from './read.ts'

export type Ground =
  | { readonly kind: 'cited'; readonly source: string; readonly section: string; readonly quote: string }
  | {
      readonly kind: 'researched'
      readonly clause: string
      readonly address: string
      readonly grade: 'A' | 'B'
      readonly gist: string
    }
  | { readonly kind: 'assumed'; readonly from: string; readonly why: string }
  | {
      readonly kind: 'ordered'
      readonly order: string
      readonly issuer: string
      readonly cites: readonly string[]
      readonly reason: string
    }

const kinds = {
  cited: object({ kind: oneOf('cited'), source: text, section: text, quote: text }),
  researched: object({
    kind: oneOf('researched'),
    clause: text,
    address: text,
    grade: oneOf('A', 'B'),
    gist: text,
  }),
  assumed: object({ kind: oneOf('assumed'), from: text, why: text }),
  ordered: object({ kind: oneOf('ordered'), order: text, issuer: text, cites: list(text), reason: text }),
}

const kindOnly = object({ kind: oneOf('cited', 'researched', 'assumed', 'ordered') })

export const readGround: Read<Ground> = (value, at) => kinds[kindOnly(value, at).kind](value, at)
