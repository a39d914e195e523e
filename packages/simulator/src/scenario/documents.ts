/** Reads the YAML documents of a file one by one, strictly: every problem in it is named, with its place. */
import { type Document, LineCounter, parseAllDocuments, visit } from 'yaml'
import { type At, type File, placeOf } from './nodes.ts'
import { type Place, type Problem, Unreadable } from './place.ts'

/** Larger than any case a person would write; a limit all the same. */
const FILE_CHARACTERS_MAX = 1_000_000
const TOP: Place = { line: 1, column: 1 }

export type Documents<T> =
  | { readonly kind: 'read'; readonly all: readonly T[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

/**
 * Every document as `read` makes it, or every problem found in the file, in its order. `read` adds to the problems
 * what it could read past, and throws `Unreadable` where it could not.
 */
export function readDocuments<T>(
  text: string,
  read: (file: File, at: At, problems: Problem[]) => T | undefined,
): Documents<T> {
  if (text.length > FILE_CHARACTERS_MAX) return refused(`the file has more than ${FILE_CHARACTERS_MAX} characters`)
  const counter = new LineCounter()
  // The failsafe schema leaves every scalar a text: 0.031 keeps its digits and `on` stays a word.
  const documents = parseAllDocuments(text, { lineCounter: counter, schema: 'failsafe', uniqueKeys: true })
  if (!Array.isArray(documents) || documents.length === 0) return refused('the file is empty')
  const file: File = { counter, text }
  const problems: Problem[] = []
  const all: T[] = []
  for (const document of documents) {
    const syntax = syntaxProblems(file, document)
    problems.push(...syntax)
    if (syntax.length > 0) continue
    const at: At = { place: placeOf(file, document.contents, TOP), node: document.contents }
    const one = attempt(problems, () => read(file, at, problems))
    if (one !== undefined) all.push(one)
  }
  return problems.length > 0
    ? { kind: 'refused', problems: problems.toSorted((a, b) => a.place.line - b.place.line) }
    : { kind: 'read', all }
}

/**
 * The value, or undefined with the problem that was found instead.
 * @throws whatever the reader threw, unless it threw it to refuse the file.
 */
export function attempt<T>(problems: Problem[], reader: () => T): T | undefined {
  try {
    return reader()
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    problems.push({ place: error.place, message: error.message })
    return undefined
  }
}

const refused = (message: string): Documents<never> => ({ kind: 'refused', problems: [{ place: TOP, message }] })

/** What the YAML parser objects to, and what this format does without: aliases, anchors and tags. */
function syntaxProblems(file: File, document: Document.Parsed): readonly Problem[] {
  const found: Problem[] = [...document.errors, ...document.warnings].map((error) => ({
    place: { line: error.linePos?.[0].line ?? 1, column: error.linePos?.[0].col ?? 1 },
    // The first line says what is wrong; the rest repeats the file.
    message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
  }))
  visit(document, {
    Alias: (_, node) => {
      found.push({ place: placeOf(file, node, TOP), message: 'aliases (*name) are not part of this format' })
    },
    Node: (_, node) => {
      if ('anchor' in node && node.anchor !== undefined) {
        found.push({ place: placeOf(file, node, TOP), message: 'anchors (&name) are not part of this format' })
      }
    },
  })
  return found
}
