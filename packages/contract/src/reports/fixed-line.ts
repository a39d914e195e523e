/**
 * Lines of fixed width. Width is counted in characters (Unicode code points of the text in its composed form, NFC), so
 * that a name in any script takes the place of its letters; the file is UTF-8.
 */

export type Width = {
  readonly name: string
  readonly width: number
  /** Numbers stand right, filled with zeros; texts stand left, filled with spaces. */
  readonly as: 'text' | 'number'
}

/** C0, DEL, C1, and the separators of lines and paragraphs. */
const isControl = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029
const isHalf = (code: number): boolean => code >= 0xd800 && code < 0xe000

/**
 * A text as a field can hold it: composed, a space for each control character, the replacement character for half of a
 * pair, and no space at the ends.
 */
export const fieldText = (text: string): string =>
  Array.from(text, (sign) => {
    const code = sign.codePointAt(0) ?? 0
    if (isControl(code)) return ' '
    return isHalf(code) ? '\ufffd' : sign
  })
    .join('')
    .normalize('NFC')
    .trim()

/** Whether the text has to be cut to stand in the field. */
export const isTooLong = (text: string, { width }: Width): boolean => [...fieldText(text)].length > width

/** The line, without its end. Text that is too long is cut: ask `isTooLong` first. */
export const writeLine = (layout: readonly Width[], values: { readonly [name: string]: string }): string =>
  layout.map((field) => padded(field, values[field.name] ?? '')).join('')

function padded({ width, as }: Width, value: string): string {
  const signs = [...fieldText(value)].slice(0, width)
  const fill = (as === 'number' ? '0' : ' ').repeat(width - signs.length)
  return as === 'number' ? fill + signs.join('') : signs.join('') + fill
}

/** The values of a line; undefined when it is longer or shorter than the layout. */
export function readLine(layout: readonly Width[], line: string): { readonly [name: string]: string } | undefined {
  const signs = [...line]
  if (signs.length !== lengthOf(layout)) return undefined
  const values: { [name: string]: string } = {}
  let at = 0
  for (const { name, width, as } of layout) {
    const text = signs.slice(at, at + width).join('')
    values[name] = as === 'number' ? text : text.trimEnd()
    at += width
  }
  return values
}

/** In characters. */
export const lengthOf = (layout: readonly Width[]): number => layout.reduce((all, { width }) => all + width, 0)
