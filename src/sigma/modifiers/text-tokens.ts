import { EXPANSIONS_MAX } from "../limits.ts";
import { FLAG_DASHES, parseTokens, type Token } from "../value/pattern.ts";
import { encodeText } from "./encode-text.ts";
import type { ModifierChain } from "./modifier-chain.ts";

export type TokensResult =
  | { readonly kind: "ok"; readonly variants: readonly (readonly Token[])[] }
  | { readonly kind: "wildcard" }
  | { readonly kind: "limit" };

/** The forms that one text value takes through `windash`, the encodings and the position. */
export function toTokenVariants(text: string, chain: ModifierChain): TokensResult {
  const parsed = parseTokens(text);
  const dashed = chain.windash ? markDashes(parsed) : parsed;
  if (chain.encodings.length === 0) return { kind: "ok", variants: [placeTokens(dashed, chain)] };
  if (dashed.some((token) => token.kind === "many" || token.kind === "one")) return { kind: "wildcard" };
  const texts = spellDashes(dashed);
  if (texts === null) return { kind: "limit" };
  const encoded = texts.flatMap((plain) => encodeText(plain, chain.encodings));
  return {
    kind: "ok",
    variants: encoded.map((plain) => placeTokens([{ kind: "text", text: plain }], chain)),
  };
}

function placeTokens(tokens: readonly Token[], chain: ModifierChain): readonly Token[] {
  const many: Token = { kind: "many" };
  const front = chain.position === "contains" || chain.position === "endswith" ? [many] : [];
  const back = chain.position === "contains" || chain.position === "startswith" ? [many] : [];
  return [...front, ...tokens, ...back].filter(
    (token, i, all) => token.kind !== "many" || all[i - 1]?.kind !== "many",
  );
}

/** A dash begins a flag where no word ends before it and one begins after it: `-enc`, and not the one in `a-b`. */
const FLAG_START = new RegExp(`(?<!\\w)[${FLAG_DASHES.replace("-", "\\-")}](?=\\w)`);

function markDashes(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token): readonly Token[] => {
    if (token.kind !== "text") return [token];
    const marked: Token[] = [];
    let rest = token.text; // after a dash it begins with a word, so cutting hides nothing from the lookbehind
    for (let match = FLAG_START.exec(rest); match !== null; match = FLAG_START.exec(rest)) {
      if (match.index > 0) marked.push({ kind: "text", text: rest.slice(0, match.index) });
      marked.push({ kind: "dash" });
      rest = rest.slice(match.index + 1);
    }
    if (rest !== "") marked.push({ kind: "text", text: rest });
    return marked;
  });
}

/** Every spelling of the marked dashes; null: more than the limit. */
function spellDashes(tokens: readonly Token[]): readonly string[] | null {
  let texts = [""];
  for (const token of tokens) {
    if (token.kind === "text") texts = texts.map((start) => start + token.text);
    else if (token.kind === "dash") {
      texts = texts.flatMap((start) => Array.from(FLAG_DASHES).map((dash) => start + dash));
      if (texts.length > EXPANSIONS_MAX) return null;
    }
  }
  return texts;
}
