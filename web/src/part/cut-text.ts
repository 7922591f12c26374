/** At most `most` characters of a text, cut between words where there are any, with an ellipsis where something is missing. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most - 1);
  const gap = text[most - 1] === " " ? start.length : start.lastIndexOf(" ");
  const whole = gap > most / 2 ? start.slice(0, gap) : start.replace(/[\ud800-\udbff]$/, "");
  return `${whole.replace(/[\s,;:(]+$/, "")}…`;
}
