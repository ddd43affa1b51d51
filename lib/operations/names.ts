/** Whether a reply names an account, or a friend list: a page with an entry of no name can't be understood. */
export const isName = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** What Chat calls something by; undefined for what names nothing. */
export const readKey = (value: unknown): string | undefined => (isName(value) ? value : undefined)
