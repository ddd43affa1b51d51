/** What the file of an operation's schemas exports. */
export interface LoadedShapes {
  readonly body: object
  readonly answer: { readonly properties: { readonly results?: { readonly items: object } } }
}

/** Loads an operation's schemas, which stand at the address that its name is. Whoever builds, documents or checks asks; the functions never do. */
export async function shapesOf(name: string): Promise<LoadedShapes> {
  const address = new URL(`../schemas/${name.replace('.', '/')}.ts`, import.meta.url).href
  return import(/* @vite-ignore */ address)
}
