import { readFileSync } from 'node:fs'
import { difference, report, type Template } from './difference.ts'

/** What stands for the template that AWS holds, where a file's name could stand. */
export const DEPLOYED = 'deployed'

const CURE = 'Give the cloudformation-template-update-stack.json of a package.'

/** The template of an earlier package, or why the file holds none. */
export function templateIn(file: string): { readonly template?: Template; readonly fault?: string } {
  try {
    const template = JSON.parse(readFileSync(file, 'utf8'))
    return template?.Resources ? { template } : { fault: `--against ${file}: it is no template. ${CURE}` }
  } catch (error) {
    return { fault: `--against ${file}: it can't be read as a template: ${(error as Error).message}. ${CURE}` }
  }
}

/**
 * What is said of a template that takes another's place, and what keeps it from that.
 * @param before undefined where nothing is deployed yet
 */
export function comparison(
  before: Template | undefined,
  after: Template,
  isLossMeant: boolean,
): ReturnType<typeof report> {
  if (before !== undefined) return report(difference(before, after), isLossMeant)
  return { lines: ['Nothing is deployed yet: all of it would be added.'], fault: undefined }
}
