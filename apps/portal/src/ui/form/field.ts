/** Forms as data: what is asked, in plain words, and where the answer goes in what is sent. */

export type Option = { readonly value: string; readonly words: string }

/** What every question has. `name` is its place in what is sent: `license.state`. */
type Asked = {
  readonly name: string
  readonly label: string
  /** What a person has to know before answering; null when the label says it all. */
  readonly hint?: string
  /** May stay empty: then null is sent. */
  readonly optional?: true
  readonly initial?: string
}

export type Field =
  | (Asked & {
      readonly kind: 'text' | 'long-text' | 'email' | 'telephone' | 'new-password' | 'password' | 'code'
      /** Characters at most; 200 by itself, 4,000 for a long text. */
      readonly max?: number
      /** Sent in capital letters, however it was typed. */
      readonly capitals?: true
    })
  /** A calendar day: `2026-03-02`. */
  | (Asked & { readonly kind: 'date' })
  /** A day and a time of day in the zone of the case; sent as a moment. */
  | (Asked & { readonly kind: 'moment' })
  | (Asked & { readonly kind: 'whole-number'; readonly min: number; readonly max: number })
  /** Sent as true or false. `words` where yes and no are called otherwise: granted, refused. */
  | (Asked & { readonly kind: 'yes-no'; readonly words?: { readonly yes: string; readonly no: string } })
  /** One of a few; `none` is said when there is nothing to choose from. `number`: the values are whole numbers. */
  | (Asked & {
      readonly kind: 'choice'
      readonly options: readonly Option[]
      readonly none?: string
      readonly number?: true
    })
  /** Any number of a few. Sent as a list. */
  | (Asked & { readonly kind: 'several'; readonly options: readonly Option[]; readonly none?: string })
  /** Papers: each is uploaded when it is picked; the ids are sent as a list, or the one id. */
  | (Asked & { readonly kind: 'papers'; readonly many: boolean })
  /** Decided beforehand; nobody is asked. */
  | (Asked & { readonly kind: 'fixed'; readonly value: string | number | boolean | null | readonly string[] })

/** What was typed, by the name of the field. A list is joined by line ends. */
export type Values = { readonly [name: string]: string }

export const LIST_MARK = '\n'

/** The list in a value; empty for an empty value. */
export const listIn = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : value.split(LIST_MARK)

/** What a form begins with. */
export const initialValues = (fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map((field) => [field.name, field.initial ?? '']))
