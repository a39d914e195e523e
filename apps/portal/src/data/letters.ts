/** A driver's folder: what was confirmed, allowed, certified and booked, each with its proof. */
import { askJson } from './http.ts'
import { flag, list, moment, object, orNull, text } from './read.ts'

const letter = object({
  id: text,
  kind: text,
  at: moment,
  until: orNull(moment),
  from: text,
  title: text,
  words: text,
  next: orNull(text),
  proof: text,
  documents: list(object({ id: text, name: text, mediaType: text })),
  file: orNull(text),
  counts: flag,
})
export type Letter = ReturnType<typeof letter>

const letters = object({ letters: list(letter) })

export const readLetters = (caseId: string, signal: AbortSignal): Promise<readonly Letter[]> =>
  askJson(`/v1/cases/${encodeURIComponent(caseId)}/letters`, (body) => letters(body, 'answer').letters, {
    whom: 'the server',
    signal,
  })
