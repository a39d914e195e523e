/** Clause ids in the titles of tests, found in the source: `test('a sample of 25 fails [ME-3a]', …)`. */
import ts from 'typescript'

export type TitledTest = {
  readonly file: string
  readonly line: number
  readonly title: string
  readonly ids: readonly string[]
}

const ID = /\[((?:ME|MA|OUT)-[^\]\s]+)\]/g
const RUNNERS: readonly string[] = ['test', 'it', 'describe']
/** Forms that keep a test from running; the linter refuses them too. */
const IDLE: readonly string[] = ['skip', 'todo', 'skipIf', 'runIf']

/** Every test or group whose title names clauses. Titles are literals or templates; `%s` and `${…}` stay as written. */
export function titledTests(file: string, text: string): readonly TitledTest[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: TitledTest[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && runs(node.expression)) {
      const title = titleOf(node.arguments[0])
      const ids = [...title.matchAll(ID)].map((match) => match[1] ?? '')
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
      if (ids.length > 0) found.push({ file, line, title, ids })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/**
 * `test`, `describe.each(rows)`, `test.concurrent`: the name at the root is a runner, and no part keeps it from
 *   running.
 */
function runs(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return RUNNERS.includes(callee.text)
  if (ts.isPropertyAccessExpression(callee)) return !IDLE.includes(callee.name.text) && runs(callee.expression)
  return ts.isCallExpression(callee) && runs(callee.expression)
}

function titleOf(argument: ts.Expression | undefined): string {
  if (argument === undefined) return ''
  if (ts.isStringLiteralLike(argument)) return argument.text
  return ts.isTemplateExpression(argument) ? argument.getText().slice(1, -1) : ''
}
