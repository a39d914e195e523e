import ts from 'typescript'
import type { Finding } from './finding.ts'
import { codeOf, isScript, isTest, parse, type Source } from './source.ts'

export const columnsMax = 120
export const linesMax = 400

/** A picture of the database, written by a test: nobody writes or splits it by hand. */
const isWritten = (file: string): boolean => file === 'packages/store/schema.sql'

/**
 * Lines too wide to read beside another file. The formatter breaks code and leaves only what cannot be broken, so here
 * it is the comments that count; and lines with an address in them are let be.
 */
export function tooWide(source: Source): Finding[] {
  const { file, text } = source
  if (isWritten(file)) return []
  const wide = text.split('\n').flatMap((line, index) => ([...line].length > columnsMax ? [index] : []))
  if (wide.length === 0) return []
  const withoutComments = (isScript(file) ? codeOf(source, 'keep') : text).split('\n')
  return wide.flatMap((index) => {
    const line = text.split('\n')[index] ?? ''
    const code = withoutComments[index]?.trimEnd() ?? ''
    if (/https?:\/\//.test(line) || (isScript(file) && code.length > columnsMax)) return []
    return [{ file, line: index + 1, message: `${[...line].length} columns, at most ${columnsMax}.` }]
  })
}

/** A file is one idea. */
export function tooLong({ file, text }: Source): Finding[] {
  const lines = text.trimEnd().split('\n').length
  return lines > linesMax && !isWritten(file)
    ? [{ file, line: linesMax, message: `${lines} lines, at most ${linesMax}: split it by ideas.` }]
    : []
}

/** Where numbers and words become units and ids: claiming a brand is what these files are for. */
const makesBrands = (file: string): boolean => file.startsWith('packages/domain/src/')

/**
 * Types claimed against the compiler (`x as T`) without a comment on the same line, on the line above, or above the
 * statement. Tests may claim: what they get wrong fails at once.
 */
export function claimedWithoutReason(source: Source): Finding[] {
  if (isTest(source.file) || makesBrands(source.file) || !/\bas (?!const\b)/.test(source.text)) return []
  const tree = parse(source)
  const lines = source.text.split('\n')
  const findings: Finding[] = []
  const lineOf = (position: number): number => tree.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type) && !isHalfWay(node)) {
      const line = lineOf(node.type.getStart(tree))
      const statement = lineOf(statementOf(node).getStart(tree))
      const explained = [line, line - 1, statement - 1].some((at) => /\/\/|\*\//.test(lines[at] ?? ''))
      const message = `\`as ${node.type.getText(tree)}\` needs a comment that says why it is true.`
      if (!explained) findings.push({ file: source.file, line: line + 1, message })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return findings
}

/** The `unknown` of `x as unknown as T`: the outer claim is the one to explain. */
const isHalfWay = (node: ts.AsExpression): boolean => ts.isAsExpression(node.parent)

function statementOf(node: ts.Node): ts.Node {
  let at = node
  while (!ts.isStatement(at) && at.parent !== undefined) at = at.parent
  return at
}
