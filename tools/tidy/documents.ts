import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Finding } from './finding.ts'
import type { Source } from './source.ts'

/** Lines of a Markdown document, with the insides of fenced code and of code spans turned into blanks. */
function proseOf(text: string): string[] {
  let fence: string | undefined
  return text.split('\n').map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined
      return ''
    }
    fence = mark
    return mark === undefined ? line.replaceAll(/`[^`]*`/g, (span) => ' '.repeat(span.length)) : ''
  })
}

/** A document says once what it is: exactly one title, and it comes first. */
export function titleFaults({ file, text }: Source): Finding[] {
  const titles = proseOf(text).flatMap((line, index) => (/^# \S/.test(line) ? [index + 1] : []))
  if (titles.length === 1) return []
  return [{ file, line: titles[1] ?? 1, message: `${titles.length} titles (\`# …\`), exactly one is needed.` }]
}

/**
 * Links to files of the repository that are not there, and to headings that the document does not have.
 *
 * @param exists answers for a path relative to the root
 */
export function deadLinks({ file, text }: Source, exists: (file: string) => boolean = existsSync): Finding[] {
  const lines = proseOf(text)
  const anchors = new Set(lines.flatMap((line) => anchorOf(line) ?? []))
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\s*\[[^\]]+\]:\s+(\S+)/g)].flatMap((match) => {
      const target = match[1] ?? match[2] ?? ''
      if (/^[a-z][a-z+.-]*:/i.test(target)) return []
      const [place = '', anchor] = decodeURI(target).split('#')
      const goesTo = path.posix.normalize(path.posix.join(path.posix.dirname(file), place))
      const dead = place === '' ? anchor === undefined || !anchors.has(anchor) : !exists(goesTo)
      return dead ? [{ file, line: index + 1, message: `The link to ${target} leads nowhere.` }] : []
    }),
  )
}

/** A heading's anchor as repository hosts make it. */
function anchorOf(line: string): string | undefined {
  const words = /^#{1,6} (.+)$/.exec(line)?.[1]
  return words
    ?.trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}
