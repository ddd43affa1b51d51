import path from 'node:path'
import { EXAMPLE_HOME, policies } from '../rights/policies.ts'
import { readStage } from '../stages/read-stage.ts'
import { EXAMPLE } from '../stages/stage.ts'

const root = path.join(import.meta.dirname, '../..')

/** The policies of the stage that says everything, by the files they are printed to. */
export const rightsFiles: Readonly<Record<string, () => object>> = Object.fromEntries(
  Object.entries(policies).map(([file, policyOf]) => [
    `docs/rights/${file}`,
    () => policyOf(readStage(EXAMPLE, root, {}), EXAMPLE_HOME),
  ]),
)
