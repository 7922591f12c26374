/** PostgreSQL keeps no NUL in a text. Every engine stores the replacement character instead, so that all answer alike. */
export const toStoredText = (text: string): string =>
  text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text;
