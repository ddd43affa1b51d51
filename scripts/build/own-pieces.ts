import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin } from 'esbuild'

/** A family's rows, by the folder they stand in, and its module of rows and validators. */
const FAMILY = /[\\/](?:lib[\\/]operations[\\/]([\w-]+)[\\/][\w-]+\.ts|schemas[\\/]compiled[\\/]([\w-]+)\.js)$/
/** What rows and validators of several families are made of, and hardly anybody else. */
const PIECE = /[\\/](lib[\\/](operation|operations[\\/][\w-]+|errors[\\/]rounded-number)|schemas[\\/]text)\.ts$/

function familyOf(importer: string): string | undefined {
  const [, ofRow, ofModule] = FAMILY.exec(importer) ?? []
  return ofRow ?? (ofModule === 'index' ? undefined : ofModule)
}

/**
 * Gives each family pieces of its own. What several families share would become a file for each set of them, and the first body of a
 * family would wait for them all; they are some hundred bytes each, and have no state.
 */
export const ownPieces: Plugin = {
  name: 'own pieces',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path: from, importer, resolveDir, pluginData }) => {
      const family = pluginData?.family ?? familyOf(importer)
      const file = path.join(resolveDir, from)
      return family !== undefined && PIECE.test(file)
        ? { path: file, suffix: `?${family}`, pluginData: { family } }
        : undefined
    })
    build.onLoad({ filter: PIECE }, async ({ path: file, pluginData }) =>
      pluginData?.family === undefined
        ? undefined
        : { contents: await readFile(file, 'utf8'), loader: 'ts', pluginData },
    )
  },
}
