import { rm, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build as bundle } from 'esbuild'
import { bareVersions } from './build/bare-versions.ts'
import { withoutFarCredentials } from './build/far-credentials.ts'
import { ownPieces } from './build/own-pieces.ts'
import { withoutWords } from './build/without-words.ts'
import { compileSchemas } from './compile-schemas.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** How anything is bundled for Lambda. */
export const manner = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The SDK's ES modules shake down to two thirds of its CommonJS.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  plugins: [withoutFarCredentials, bareVersions, withoutWords, ownPieces],
} satisfies BuildOptions

/** A function, by the file of its entry. */
export type FunctionName = 'http' | 'events' | 'worker'

/**
 * How a function is bundled: with chunks of its own for what it loads later, and none in common with the others. Whatever several
 * entries share in different ways becomes a file each, and every file costs each start: 23 of them 5 ms of a whole processor more than ten.
 */
export const bundleOf = (name: FunctionName) =>
  ({
    ...manner,
    absWorkingDir: root,
    entryPoints: [`functions/${name}.ts`],
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: `chunks/${name}-[name]-[hash]`,
  }) satisfies BuildOptions

/** Compiles the schemas, then writes one minified ES module per function of `functions/` to `dist/`. */
export async function build(): Promise<void> {
  await compileSchemas()
  await rm(`${root}dist`, { recursive: true, force: true })
  for (const name of ['http', 'events', 'worker'] as const) await bundle(bundleOf(name))
  await bundleEmulator()
}

/** The Chat emulator in one file, for whoever tests another client of Chat: any Node from 20 on runs it, without packages. */
async function bundleEmulator(): Promise<void> {
  await bundle({
    absWorkingDir: root,
    ...manner,
    entryPoints: ['local/chat/main.ts'],
    // Some of its packages are CommonJS, and ask for Node's own modules as such do.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    outfile: 'dist/emulator/chat-emulator.mjs',
    target: 'node20',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build()
  const { size } = await stat(`${root}dist/http.mjs`)
  console.log(`dist/http.mjs ${(size / 1000).toFixed(0)} kB`)
}
