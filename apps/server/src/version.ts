/** The version of the server, as documents name it. */
export const VERSION = '0.1.0'
