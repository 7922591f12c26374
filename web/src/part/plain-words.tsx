/** A sentence of Gait's own, in which commands stand between backticks. Not for text from logs: that is `LogText`'s. */
export const PlainWords = ({ text }: { readonly text: string }) =>
  text
    .split("`")
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence keep their places
    .map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
