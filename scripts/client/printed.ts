import { codesFile } from './codes.ts'
import { columnsFile } from './columns.ts'
import { families, familyFile } from './families.ts'
import { gatewayFile } from './gateway.ts'
import { partsFile } from './parts.ts'
import { tableFile } from './table.ts'

const NOTICE = '// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.\n\n'

const folder = 'client/src/printed'

/** The files of the client that are printed whole, by their path. */
export const clientFiles: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries({
    [`${folder}/table.ts`]: tableFile,
    [`${folder}/codes.ts`]: codesFile,
    [`${folder}/columns.ts`]: columnsFile,
    [`${folder}/parts.ts`]: partsFile,
    [`${folder}/gateway.ts`]: gatewayFile,
    ...Object.fromEntries(
      [...families.keys()].map((family) => [`${folder}/operations/${family}.ts`, () => familyFile(family)]),
    ),
  }).map(([file, print]) => [file, () => `${NOTICE}${print()}`]),
)
