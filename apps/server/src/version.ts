/** The version of Keyturn, as documents and the command line name it. */
export const VERSION = '0.1.0'
