/** Whether a reply names an account, or a friend list: a page with an entry of no name can't be understood. */
export const isName = (value: unknown): value is string => typeof value === 'string' && value !== ''
