/** The endpoints about logs of other makers. */
import type { Route } from '../../kernel/route.ts'
import { importLogRoute } from './import-log.ts'
import { getImportRoute, importedDeviceRoute, listImportsRoute } from './imports.ts'
import { addImportMappingRoute, listImportMappingsRoute } from './mappings.ts'

export const importRoutes: readonly Route[] = [
  addImportMappingRoute,
  listImportMappingsRoute,
  listImportsRoute,
  getImportRoute,
  importedDeviceRoute,
]

/** Those whose body is a file as it is. */
export const importFileRoutes: readonly Route[] = [importLogRoute]
