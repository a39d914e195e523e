import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { filesBelow } from '../lib/files.mjs'
import { root } from '../lib/root.mjs'

export interface Source {
  readonly file: string
  readonly text: string
}

/** Every file of the repository that `keep` accepts, read; installed and built ones are never among them. */
export const sources = (keep: (file: string) => boolean): Source[] =>
  filesBelow('', keep).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))

export const isCode = (file: string): boolean => /\.([cm]?[jt]sx?|css|sql)$/.test(file)
export const isScript = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file)
export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file)
/** Tests of real processes, databases and browsers: they live in real time. */
export const isRealTest = (file: string): boolean => /\.(proc|pg|browser)\.test\.tsx?$/.test(file)
export const isCore = (file: string): boolean => /^packages\/(domain|rules|device|evidence|cases)\/src\//.test(file)

export const parse = ({ file, text }: Source): ts.SourceFile =>
  ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.ESNext,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )

/**
 * The text with everything that is not code turned into blanks, so that places stay the same. Comments always go;
 * the insides of strings and what stands between JSX tags go too when `strings` is `'blank'`.
 */
export function codeOf(source: Source, strings: 'blank' | 'keep'): string {
  const tree = parse(source)
  const kept: [number, number][] = []
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(tree).filter((child) => !ts.isJSDoc(child))
    if (children.length > 0) return children.forEach(visit)
    if (strings === 'blank' && isWords(node)) return
    kept.push([node.getStart(tree), node.end])
  }
  visit(tree)
  let code = ''
  let at = 0
  for (const [start, end] of kept) {
    code += blank(source.text.slice(at, start)) + source.text.slice(start, end)
    at = end
  }
  return code + blank(source.text.slice(at))
}

const isWords = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isRegularExpressionLiteral(node) ||
  ts.isJsxText(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node)

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ')
