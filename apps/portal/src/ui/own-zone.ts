/** The zone this phone or computer is set to, for moments that belong to no car: when something was fetched or kept. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
