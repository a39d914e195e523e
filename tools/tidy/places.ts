import { type Finding, lineAt } from './finding.ts'
import type { Source } from './source.ts'

/** Places that exist on one machine only, and the addresses of package registries: neither helps a stranger. */
const places: readonly RegExp[] = [
  /(?<![\w.)\]}/-])\/(?:work|root|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*)\/[\w.-]+/g,
  /\bfile:\/\/\/(?:work|root|home|Users)\//g,
  /\bhttps?:\/\/(?:registry\.|[\w.-]*(?:artifactory|nexus|verdaccio)[\w.-]*)[^\s"')]*/gi,
  /\b_authToken\b/g,
]

export const machinePlaces = ({ file, text }: Source): Finding[] =>
  places.flatMap((place) =>
    [...text.matchAll(place)].map((match) => ({
      file,
      line: lineAt(text, match.index),
      message: `${match[0]} is a place of one machine.`,
    })),
  )
