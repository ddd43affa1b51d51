import { build } from '../../scripts/build.ts'

/** Every run judges the bundles of this very source: they are built once, before the first test. */
export default async function buildBundles(): Promise<void> {
  await build()
}
