/** Where the Massachusetts texts stand that we read and do not keep. */

const title =
  'https://casetext.com/regulation/code-of-massachusetts-regulations/department-540-cmr-registry-of-motor-vehicles/title-540-cmr-2500-certification-installation-use-and-maintenance-of-ignition-interlock-devices'

export const sanctionsSection = `${title}/section-2510-sanctions`
/** Accounts of a Massachusetts practitioner, one page per kind of violation. */
export const practitioner = 'https://rmvlawyer.com/blog'
