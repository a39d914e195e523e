const columnsMax = 120
/** A line that is nothing but comment: its indent and mark, then its words. */
const commentLine = /^(\s*(?:\/\/|\*(?!\/))\s?)(\s*)(\S.*)$/
/** Where a paragraph begins anew: lists, tags, tables, code. */
const ownLine = /^(?:[-*|@#>`]|\d+\.\s|\w+:\s)/

/**
 * Folds comment lines wider than the columns allowed; what hangs over goes to the front of the next line of the same
 * paragraph. Lines within the columns, and everything that is not a comment line, stay as they are.
 *
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  const lines = text.split('\n').flatMap(openWideBlock)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    const parts = commentLine.exec(line)
    if (parts === null || [...line].length <= columnsMax || /https?:\/\//.test(line)) continue
    const [, mark, indent, words] = parts
    const cut = words.lastIndexOf(' ', columnsMax - mark.length - indent.length)
    if (cut <= 0) continue
    lines[at] = `${mark}${indent}${words.slice(0, cut).trimEnd()}`
    const rest = words.slice(cut + 1)
    const next = commentLine.exec(lines[at + 1] ?? '')
    const goesOn = next !== null && next[1] === mark && !ownLine.test(next[3])
    if (goesOn) lines[at + 1] = `${next[1]}${next[2]}${rest} ${next[3]}`
    else lines.splice(at + 1, 0, `${mark}${ownLine.test(words) && indent === '' ? '  ' : indent}${rest}`)
  }
  return lines.join('\n')
}

/** A block comment that fills one line too wide becomes three lines. */
function openWideBlock(line) {
  const parts = /^(\s*)\/\*\*\s(.*)\s\*\/$/.exec(line)
  if (parts === null || [...line].length <= columnsMax) return [line]
  const [, indent, words] = parts
  return [`${indent}/**`, `${indent} * ${words}`, `${indent} */`]
}
