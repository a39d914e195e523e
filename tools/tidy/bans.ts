import { type Finding, lineAt } from './finding.ts'
import { codeOf, isCore, isRealTest, isScript, isTest, type Source } from './source.ts'

/** A name that must not appear, and what to write in its place. */
export interface Ban {
  readonly pattern: RegExp
  readonly instead: string
  /** Which text is searched: code without comments and strings, code with strings, or everything as it stands. */
  readonly within: 'code' | 'code-and-strings' | 'everything'
  /** Where the ban holds. */
  readonly where: (file: string) => boolean
  /** A line that the ban must find: each ban is shown able to fail. */
  readonly bad: string
}

/** The only files of the product that may read the clock of the wall or set a timer. */
const clocks: readonly RegExp[] = [
  /^apps\/[^/]+\/src\/main[^/]*\.tsx?$/,
  /^apps\/[^/]+\/src\/(.*\/)?clock\.ts$/,
  // These start, watch and end real processes, and wait for them.
  /^packages\/store\/src\/(embedded|testing)\//,
]
const isClock = (file: string): boolean => clocks.some((clock) => clock.test(file))
/** What measures, builds or watches real programs lives in real time and is no part of the product. */
const isWorkshop = (file: string): boolean => /^(tools|bench)\//.test(file)

const everywhere = isScript
const product = (file: string): boolean => isScript(file) && !isWorkshop(file)
const timeless = (file: string): boolean => product(file) && !isClock(file) && !isRealTest(file)
const code = { within: 'code', where: everywhere } as const

const time =
  'take the moment as an input (`at`, `asOf`); only apps/*/src/main*.ts and clock.ts files of apps read the clock'
const clockBans: readonly Ban[] = [
  { ...code, where: timeless, pattern: /\bDate\.now\b/g, instead: time, bad: 'const t = Date.now()' },
  { ...code, where: timeless, pattern: /\bnew Date\(\s*\)/g, instead: time, bad: 'const t = new Date()' },
  { ...code, where: timeless, pattern: /\bperformance\.now\b/g, instead: time, bad: 'const t = performance.now()' },
  {
    ...code,
    where: timeless,
    pattern: /\b(setTimeout|setInterval)\b/g,
    instead: 'take a timer as an input; only apps/*/src/main*.ts and clock.ts files of apps set one',
    bad: 'setTimeout(done, 10)',
  },
  {
    ...code,
    where: product,
    pattern: /\bMath\.random\b/g,
    instead: 'take chance as an input: a seeded generator, or bytes from the shell',
    bad: 'const n = Math.random()',
  },
  {
    ...code,
    where: (file) => isScript(file) && isCore(file) && !isTest(file),
    pattern: /\b(getRandomValues|randomUUID|randomBytes|randomInt)\b/g,
    instead: 'take chance as an input: the core has none of its own',
    bad: 'const id = crypto.randomUUID()',
  },
]

const leftoverBans: readonly Ban[] = [
  { ...code, pattern: /\bas any\b/g, instead: 'give it its type, or parse it', bad: 'const a = b as any' },
  {
    within: 'everything',
    where: (file) => isScript(file) && !file.startsWith('tools/tidy/'),
    pattern: /@ts-(ignore|nocheck)\b/g,
    instead: 'repair the type, or `@ts-expect-error` with the reason behind it',
    bad: '// @ts-ignore',
  },
  {
    within: 'everything',
    where: (file) => !file.startsWith('tools/tidy/') && /\.([cm]?[jt]sx?|css|sql|ya?ml|md|json)$/.test(file),
    pattern: /\b(TODO|FIXME|XXX)\b/g,
    instead: 'do it now, or say in the documentation what is not there',
    bad: '// TODO: later',
  },
  {
    ...code,
    pattern: /\b(test|it|describe|suite|bench)(\.\w+)*\.(skip|only|todo|skipIf|runIf|fails)\b/g,
    instead: 'every test runs on every machine: repair it or delete it',
    bad: "test.skip('x', () => {})",
  },
  {
    within: 'code-and-strings',
    where: isTest,
    pattern: /\b(test|it)(\.\w+\([^\n]*\))?\(\s*['"`][^'"`\n]*\bshould\b/g,
    instead: 'a title states a fact in the present tense',
    bad: "test('it should lock', () => {})",
  },
]

/** Where the names of a jurisdiction may be compared: its rules, and what is about a particular one. */
const knowsJurisdictions = (file: string): boolean =>
  /^packages\/rules\/|^conformance\/|^bench\/|^tools\//.test(file) ||
  isTest(file) ||
  /(^|\/)demo(\/|[^/]*\.ts$)/.test(file)

const jurisdictionBan: Ban = {
  within: 'code-and-strings',
  where: (file) => isScript(file) && !knowsJurisdictions(file),
  pattern: /([!=]==?\s*|\bcase\s+|\bstartsWith\(|\bincludes\()['"`]US-(MA|ME)['"`]|['"`]US-(MA|ME)['"`]\s*[!=]==?/g,
  instead: 'ask the profile: what differs between jurisdictions is data in packages/rules',
  bad: "if (jurisdiction === 'US-MA') lock()",
}

/** Words of the glossary's "not" column that can be told from other uses by their spelling alone. */
const glossary: readonly [word: RegExp, instead: string, bad: string][] = [
  [/\boffender\w*|\w+Offender\w*/gi, '`participant`', 'const offenderId = 1'],
  [/\b(bac|BAC)\b|\bbac[A-Z]\w*|\b[a-z]\w*B(ac|AC)(?![a-z])\w*/g, '`BrAC`: what the device measures', 'const bac = 30'],
  [/\b\w*rolling_?(test|retest)\w*/gi, '`Retest`', 'const rollingTest = 1'],
  [/\brecheck\w*/gi, '`Retest`', 'recheckDueAt'],
  [/\b\w*appointment\w*/gi, '`ServiceVisit`', 'nextAppointmentOn'],
  [/\b\w*guilty\w*/gi, '`responsible`: a hearing finds, nobody is guilty', 'const guilty = true'],
  [/\b\w*waiver\w*/gi, '`Excusal`', 'grantWaiver()'],
  [/\b(appeal\w*|[a-z]\w*Appeal\w*)/g, '`Hearing`', 'const appealBy = 1'],
  [/\b(downtime|\w+Downtime)\w*/g, '`Outage`', 'const downtime = 1'],
  [/\b(logEntry|logEntries|LogEntry|LogEntries)\b/g, '`Record`', 'type LogEntry = 1'],
]

const glossaryBans: readonly Ban[] = glossary.map(([pattern, instead, bad]) => ({
  ...code,
  where: product,
  pattern,
  instead: `say ${instead} (docs/glossary.md)`,
  bad,
}))

export const bans: readonly Ban[] = [...clockBans, ...leftoverBans, jurisdictionBan, ...glossaryBans]

/** What the bans find in one file. */
export function bannedIn(source: Source): Finding[] {
  const texts: { [within in Ban['within']]?: string } = {}
  const textFor = (within: Ban['within']): string => {
    if (within === 'everything' || !isScript(source.file)) return source.text
    texts[within] ??= codeOf(source, within === 'code' ? 'blank' : 'keep')
    return texts[within]
  }
  return bans
    .filter(({ where, pattern }) => where(source.file) && source.text.search(pattern) >= 0)
    .flatMap(({ pattern, within, instead }) =>
      [...textFor(within).matchAll(pattern)].map((match) => ({
        file: source.file,
        line: lineAt(source.text, match.index),
        message: `\`${match[0].trim()}\` is banned: ${instead}.`,
      })),
    )
}
