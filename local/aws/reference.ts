import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Page } from './http-api/own.ts'

/** Where the local gateway shows what can be asked of it, and what each code means. */
export const REFERENCE = '/_local/reference'

const DOCUMENT = path.join(import.meta.dirname, '../../docs/api/openapi.json')

/** Made anew each time, so that whoever changes the document sees it; nothing of it is loaded before somebody looks. */
export async function reference(origin: string): Promise<Page> {
  const { referencePage } = await import('../../scripts/reference/page.ts')
  return new Page(referencePage(JSON.parse(readFileSync(DOCUMENT, 'utf8')), origin))
}
