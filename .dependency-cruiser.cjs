// Who may import whom. `npm run structure` cruises the sources with these rules and fails when it saw nothing.
// domain ← rules ← device; domain ← evidence; {domain, rules, evidence} ← cases ← contract
// ← {store, simulator, local} ← apps.
// `device` and `cases` never meet: the log is their only meeting point.

const tests = '\\.test\\.tsx?$'

/** Where a program begins; `used` looks for what none of them reaches. */
const programs = [
  '^apps/[^/]+/src/main[^/]*\\.tsx?$',
  '/service-worker\\.ts$',
  // Started as processes by tests.
  '^packages/store/src/testing/open-and-wait\\.ts$',
  '^apps/server/src/(jobs|webhooks)/testing/(worker|receiver)-main\\.ts$',
  '^apps/server/src/testing/(smtp|provider)-main\\.(ts|mjs)$',
  '^tools/[^/]+\\.mjs$',
  '^tools/lib/stay-with-parent\\.mjs$',
  '^tools/clauses/main\\.ts$',
  '^bench/main\\.ts$',
].join('|')

/** The packages of ours that each one may import, itself apart. */
const mayImport = {
  domain: [],
  rules: ['domain'],
  evidence: ['domain'],
  device: ['domain', 'rules'],
  cases: ['domain', 'rules', 'evidence'],
  contract: ['domain', 'rules', 'evidence', 'cases'],
  store: ['domain', 'rules', 'evidence', 'cases', 'contract'],
  simulator: ['domain', 'rules', 'evidence', 'device', 'cases', 'contract'],
  local: ['domain', 'evidence', 'contract'],
}
const core = ['domain', 'rules', 'evidence', 'device', 'cases']
const portalMayImport = ['domain', 'contract', 'evidence', 'device']

const inwards = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: tests },
  to: { path: '^(packages|apps|tools)/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...inwards,
    {
      name: 'core-stands-alone',
      comment: 'The core decides, the shell acts: no Node, no installed package in what is not a test.',
      severity: 'error',
      from: { path: `^packages/(${core.join('|')})/src/`, pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'portal-imports',
      comment: `apps/portal may import ${portalMayImport.join(', ')}: a status reaches it through the contract.`,
      severity: 'error',
      from: { path: '^apps/portal/src/', pathNot: tests },
      to: { path: '^(packages|apps|tools)/', pathNot: `^(packages/(${portalMayImport.join('|')})|apps/portal)/` },
    },
    {
      name: 'packages-never-import-apps',
      comment: 'A package that needs an application has its responsibilities upside down.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-meet-in-the-cli',
      comment: 'Only the command-line program puts applications together.',
      severity: 'error',
      from: { path: '^apps/(server|unit|bench|portal)/', pathNot: `${tests}|^apps/[^/]+/src/testing/` },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'used',
      comment: 'No program and no test reaches this file: delete it, or import it where it belongs.',
      severity: 'error',
      from: { path: `${tests}|${programs}` },
      to: {
        path: '^(packages|apps)/[^/]+/src/|^(tools|bench|conformance)/',
        reachable: false,
        pathNot: `${tests}|${programs}|\\.d\\.ts$`,
      },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other are one idea in two files, or two ideas tangled.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-a-test',
      comment: 'What two tests share belongs in a file that is not a test.',
      severity: 'error',
      from: {},
      to: { path: tests },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere also hides from every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'declared',
      comment: 'A package.json names everything its folder imports.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
