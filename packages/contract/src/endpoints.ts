/** Every endpoint of the server, by name. */
import { changeAccount, listAccounts, listMail, listRefusals } from './endpoints/account-care.ts'
import { demoSignIn, listDemoAccounts, listSessions, revokeSession, signInWays, whoAmI } from './endpoints/accounts.ts'
import { createToken, listTokens, revokeToken } from './endpoints/api-tokens.ts'
import {
  caseStatus,
  caseTimelineEndpoint,
  explainCaseEndpoint,
  getCase,
  listCases,
  listFacts,
  listReads,
  openCase,
  recordFact,
  replayDecision,
} from './endpoints/cases.ts'
import { enrollDevice, getDevice, listDevices } from './endpoints/devices.ts'
import { addDocument, getDocument, listDocuments } from './endpoints/documents.ts'
import {
  caseStatement,
  caseStatementFile,
  filePrices,
  listPrices,
  recordMoney,
  recordRemittance,
  remittanceFile,
  remittanceStatement,
} from './endpoints/fees.ts'
import {
  addImportMapping,
  getImport,
  importedDevice,
  importLog,
  listImportMappings,
  listImports,
} from './endpoints/imports.ts'
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  lookAtInvitation,
  withdrawInvitation,
} from './endpoints/invitations.ts'
import { caseLetters } from './endpoints/letters.ts'
import { appendLog, readLog } from './endpoints/log.ts'
import { listCaseNotices, listNotices, listNoticesToTell, noteTold, readNotices } from './endpoints/notices.ts'
import { listOrders, listOutages, previewOrder } from './endpoints/orders.ts'
import { listOrganizations } from './endpoints/organizations.ts'
import { rehearsal, rehearseNow } from './endpoints/rehearsal.ts'
import {
  caseReports,
  getReportFile,
  listReportFiles,
  listReports,
  makeReportFile,
  markFileSent,
  postErrorReturn,
  reportFileContent,
  vendorStatusReport,
} from './endpoints/reports.ts'
import { getStatement, postStatement } from './endpoints/statements.ts'
import { deviceStatus } from './endpoints/status.ts'
import { getCheckpoint, getKeys, getProof } from './endpoints/tree.ts'
import { listVisits, postVisit } from './endpoints/visits.ts'
import {
  createWebhook,
  listWebhookEvents,
  listWebhooks,
  replayWebhook,
  switchWebhook,
  testWebhook,
} from './endpoints/webhooks.ts'

export const endpoints = {
  'enroll-device': enrollDevice,
  'list-devices': listDevices,
  'get-device': getDevice,
  'append-log': appendLog,
  'read-log': readLog,
  'device-status': deviceStatus,
  'get-checkpoint': getCheckpoint,
  'get-proof': getProof,
  'get-keys': getKeys,
  'open-case': openCase,
  'record-fact': recordFact,
  'list-cases': listCases,
  'get-case': getCase,
  'case-status': caseStatus,
  'explain-case': explainCaseEndpoint,
  'case-timeline': caseTimelineEndpoint,
  'list-facts': listFacts,
  'list-reads': listReads,
  'replay-decision': replayDecision,
  'add-document': addDocument,
  'list-documents': listDocuments,
  'get-document': getDocument,
  'list-organizations': listOrganizations,
  'case-statement': caseStatement,
  'case-statement-file': caseStatementFile,
  'record-money': recordMoney,
  'remittance-statement': remittanceStatement,
  'remittance-file': remittanceFile,
  'record-remittance': recordRemittance,
  'file-prices': filePrices,
  'list-prices': listPrices,
  'case-reports': caseReports,
  'list-reports': listReports,
  'make-report-file': makeReportFile,
  'list-report-files': listReportFiles,
  'get-report-file': getReportFile,
  'report-file-content': reportFileContent,
  'mark-file-sent': markFileSent,
  'post-error-return': postErrorReturn,
  'vendor-status-report': vendorStatusReport,
  'add-import-mapping': addImportMapping,
  'list-import-mappings': listImportMappings,
  'import-log': importLog,
  'list-imports': listImports,
  'get-import': getImport,
  'imported-device': importedDevice,
  'post-statement': postStatement,
  'get-statement': getStatement,
  'list-orders': listOrders,
  'list-outages': listOutages,
  'preview-order': previewOrder,
  'post-visit': postVisit,
  'list-visits': listVisits,
  'case-letters': caseLetters,
  rehearsal,
  'rehearse-now': rehearseNow,
  'who-am-i': whoAmI,
  'sign-in-ways': signInWays,
  'list-sessions': listSessions,
  'revoke-session': revokeSession,
  'list-demo-accounts': listDemoAccounts,
  'demo-sign-in': demoSignIn,
  'create-invitation': createInvitation,
  'list-invitations': listInvitations,
  'withdraw-invitation': withdrawInvitation,
  'look-at-invitation': lookAtInvitation,
  'accept-invitation': acceptInvitation,
  'create-token': createToken,
  'list-tokens': listTokens,
  'revoke-token': revokeToken,
  'list-accounts': listAccounts,
  'change-account': changeAccount,
  'list-refusals': listRefusals,
  'list-mail': listMail,
  'list-case-notices': listCaseNotices,
  'list-notices': listNotices,
  'read-notices': readNotices,
  'list-notices-to-tell': listNoticesToTell,
  'note-told': noteTold,
  'create-webhook': createWebhook,
  'list-webhooks': listWebhooks,
  'list-webhook-events': listWebhookEvents,
  'replay-webhook': replayWebhook,
  'switch-webhook': switchWebhook,
  'test-webhook': testWebhook,
} as const

export type EndpointName = keyof typeof endpoints
