/** One page of a list; `cursor` stands there where another follows. */
interface Page {
  readonly cursor?: string
}

/** All pages from a body on, each asked for when the one before has been looked at. */
export async function* pagesFrom<Answer>(
  body: Readonly<Record<string, unknown>>,
  ask: (body: Readonly<Record<string, unknown>>) => Promise<Answer>,
): AsyncGenerator<Answer> {
  let next: string | undefined
  do {
    const page = await ask(next === undefined ? body : { ...body, cursor: next })
    yield page
    next = (page as Page).cursor
  } while (next !== undefined)
}
