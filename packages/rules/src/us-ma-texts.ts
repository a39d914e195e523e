/** Where the Massachusetts texts stand that we read and do not keep. */

const title =
  'https://casetext.com/regulation/code-of-massachusetts-regulations/department-540-cmr-registry-of-motor-vehicles/title-540-cmr-2500-certification-installation-use-and-maintenance-of-ignition-interlock-devices'

export const sanctionsSection = `${title}/section-2510-sanctions`
/** The end of 540 CMR 25.08 and the beginning of 25.09, in the agents' manual. */
export const lockoutsSection = 'https://nxtbook.com/nxtbooks/maia/rpm/index.php?startid=D.40'
/** Accounts of a Massachusetts practitioner, one page per kind of violation. */
export const practitioner = 'https://rmvlawyer.com/blog'
