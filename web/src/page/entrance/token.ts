/** What stands behind the `#` of a link: it is never sent with the address. */
export const readToken = (): string => location.hash.slice(1);
