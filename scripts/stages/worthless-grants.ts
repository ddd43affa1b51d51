import { fits, isOpen } from '../../lib/access.ts'
import { CONSTANT_CALLER, eventCaller } from '../../lib/callers.ts'
import type { Sources } from './event-sources.ts'

/** Events of a source that is not listed are anybody's where none is listed, and denied to everybody where others are. */
export function worthlessGrants(policy: string, sources: Sources): string[] {
  if (policy === '' || isOpen(policy)) return []
  const grants = JSON.parse(policy) as { readonly callers: readonly string[] }[]
  const listed = sources.map(([source]) => eventCaller(source))
  return grants.flatMap(({ callers }, grant) =>
    callers.flatMap((pattern, index) =>
      !pattern.startsWith(eventCaller('')) || isSomebody(pattern, listed)
        ? []
        : `policy: /${grant}/callers/${index} ${JSON.stringify(pattern)} fits no source of eventSources, so the grant is worth nothing: ` +
          'list the source there with its principals, or take the pattern out',
    ),
  )
}

/** A rule's constant input comes from a source of AWS's own: nobody can put that, so that it needs no listing. */
const isSomebody = (pattern: string, listed: readonly string[]): boolean =>
  listed.some((caller) => fits(pattern, caller)) ||
  (pattern.startsWith(eventCaller('aws.')) && fits(pattern, CONSTANT_CALLER))
