import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** Clients of the SDK tell AWS their version, and carry their whole package.json for it: only the version is kept. */
export const bareVersions: Plugin = {
  name: 'bare versions',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}
