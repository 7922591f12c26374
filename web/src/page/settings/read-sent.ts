import type { LongText } from "../../part/long-texts.tsx";

const TITLES: Readonly<Record<string, string>> = {
  system: "Instructions",
  user: "To the model",
  assistant: "What the model had said or asked for",
  tool: "What a look at the data gave",
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value, null, 1);

/** The messages of a request's body, as OpenAI and Anthropic spell them. A body of another shape is shown as it is. */
export function readSent(body: string): readonly LongText[] {
  if (body === "") return [{ title: "Sent", text: "nothing" }];
  const json = parse(body);
  if (!isObject(json) || !Array.isArray(json["messages"])) return [{ title: "Sent", text: body }];
  const { messages, system, tools, ...rest } = json;
  return [
    ...(system === undefined ? [] : [{ title: TITLES["system"]!, text: toContent(system) }]),
    ...messages.filter(isObject).map(toMessage),
    ...(Array.isArray(tools)
      ? [{ title: `Looks that it could ask for (${tools.length})`, text: JSON.stringify(tools, null, 1) }]
      : []),
    { title: "The rest of the request", text: JSON.stringify(rest, null, 1) },
  ];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // It was cut where it was too long to be kept.
    return null;
  }
}

function toMessage(message: Readonly<Record<string, unknown>>): LongText {
  const { role, content, ...rest } = message;
  const more = Object.keys(rest).length === 0 ? [] : [JSON.stringify(rest, null, 1)];
  const said = content === null || content === undefined || content === "" ? [] : [toContent(content)];
  return { title: TITLES[String(role)] ?? String(role), text: [...said, ...more].join("\n") };
}

/** A text, or a list of parts of which most are texts. */
function toContent(content: unknown): string {
  if (!Array.isArray(content)) return toText(content);
  return content
    .map((part: unknown) =>
      isObject(part) && typeof part["text"] === "string" ? part["text"] : toText(part),
    )
    .join("\n");
}
