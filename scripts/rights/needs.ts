import { door } from './needs/door.ts'
import { functions } from './needs/functions.ts'
import { grounds } from './needs/grounds.ts'
import { watch } from './needs/watch.ts'
import { work } from './needs/work.ts'

/**
 * What CloudFormation asks of AWS for a resource of each type that a stage's template may hold: to make, read, change and delete it. From the
 * permissions of handlers in AWS's published schemas of resource types (August 2026), without what serves properties that no stage can set:
 * imports, replicas, streams, file systems, metadata tables. Route 53 publishes none for its groups of records; AWS's guide names those.
 * Taking a boundary off is left out on purpose.
 */
export const needs: Readonly<Record<string, readonly string[]>> = {
  ...door,
  ...functions,
  ...grounds,
  ...work,
  ...watch,
}
