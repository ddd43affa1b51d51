import type { AppSecret } from '../../../lib/upstream/credentials/app-secret.ts'
import type { Place } from '../place.ts'
import { readSecret, SecretTrouble } from '../secret.ts'
import { type Finding, lackOf } from './finding.ts'

/** The app's secret, and its members; without one that can be used there is nothing to call Chat with. */
export async function checkSecret(
  place: Place,
  app: string,
): Promise<{ readonly finding: readonly Finding[]; readonly secret?: AppSecret }> {
  const notes: string[] = []
  const name = `${place.secretPrefix}/${app}`
  try {
    const secret = await readSecret(place, app, (note) => void notes.push(note))
    const { sdkAppId, adminUserId, region } = secret
    const members = `sdkAppId ${sdkAppId}, adminUserId ${adminUserId}, a key, region ${region}`
    return {
      secret,
      finding: [
        { what: 'secret', state: 'well', says: `${name} can be read` },
        notes.length === 0
          ? { what: 'members', state: 'well', says: members }
          : { what: 'members', state: 'note', says: members, cure: `It works, but ${notes.join('; ')}.` },
      ],
    }
  } catch (error) {
    if (!(error instanceof SecretTrouble)) throw error
    const { kind, says, cure } = error
    const isSeen = kind === 'fault' || kind === 'absent'
    const [what, state] = [kind === 'fault' ? 'members' : 'secret', isSeen ? 'fault' : 'unseen'] as const
    return { finding: [{ what, state, says, cure, ...lackOf(kind) }] }
  }
}
