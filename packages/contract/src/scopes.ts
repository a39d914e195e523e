/** What a program's token can be good for. The server's access table names the scope that each endpoint wants. */

export const SCOPES = {
  'devices:read': 'Look at devices, their logs and their status',
  'cases:read': 'Read cases, their history and their papers',
  'facts:write': 'Record facts in cases, as far as the table of facts lets a program',
  'reports:read': 'Read reports and remittances',
  'reports:write': 'Make files of reports, say that they were delivered, hand in what came back',
  'imports:write': 'Hand in logs of devices of other makes',
  'statements:write': 'Hand in signed statements and certificates of visits',
  'webhooks:manage': 'Set up, test and remove webhooks',
} as const

export type Scope = keyof typeof SCOPES

/** Whether the text is a scope. */
export const isScope = (text: string): text is Scope => Object.hasOwn(SCOPES, text)
