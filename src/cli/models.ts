import { type Command, InvalidArgumentError } from "commander";
import type { JsonObject } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatBytes, formatTable, formatTime, paintDim } from "./terminal.ts";

/** A kept model, as people see it. */
export interface ShownModel {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly createdAt: number;
  readonly isActive: boolean;
  /** Times of the events that it learned from, `[from, to)`; null: of none of ours. */
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly bodyBytes: number;
  readonly card: JsonObject;
}

export interface ModelsPort {
  list(place: StorePlace): Promise<readonly ShownModel[]>;
  /** Throws STORE_MODEL_UNKNOWN. */
  find(place: StorePlace, id: string): Promise<ShownModel>;
  activate(place: StorePlace, id: string): Promise<ShownModel>;
  /** Makes active what was so before. */
  rollback(place: StorePlace, name: string): Promise<ShownModel>;
}

interface ModelsFlags extends PlaceFlags {
  readonly json?: true;
}

/** `gait models`: what is kept, what is in use, and what people should know of it. */
export function addModelsCommand(program: Command, port: ModelsPort): void {
  program
    .command("models")
    .summary("kept models: list, show one's card, activate, roll back")
    .description("Lists the kept models, newest first; of one name one is in use.")
    .argument("[action]", "list, show, activate or rollback", toAction, "list")
    .argument("[model]", "an id; for rollback a name")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "as JSON")
    .action(async (action: Action, model: string | undefined, flags: ModelsFlags) => {
      if (action !== "list" && model === undefined) {
        const needed = action === "rollback" ? "a model's name" : "a model's id";
        throw new InvalidArgumentError(`${action} needs ${needed}.`);
      }
      await run(action, model ?? "", { flags, port });
      process.exitCode = EXIT.fine;
    });
}

const ACTIONS = ["list", "show", "activate", "rollback"] as const;
type Action = (typeof ACTIONS)[number];

function toAction(text: string): Action {
  const action = ACTIONS.find((one) => one === text);
  if (action !== undefined) return action;
  throw new InvalidArgumentError(`Write one of ${ACTIONS.join(", ")}.`);
}

async function run(
  action: Action,
  model: string,
  { flags, port }: { readonly flags: ModelsFlags; readonly port: ModelsPort },
): Promise<void> {
  const place = toPlace(flags);
  const isJson = flags.json === true;
  switch (action) {
    case "list":
      return printList(await port.list(place), isJson);
    case "show":
      return printCard(await port.find(place, model), isJson);
    case "activate":
      return printActive(await port.activate(place, model), isJson);
    case "rollback":
      return printActive(await port.rollback(place, model), isJson);
  }
}

async function printList(models: readonly ShownModel[], isJson: boolean): Promise<void> {
  if (isJson) return print(models);
  if (models.length === 0) {
    await writeOut("No models are kept. Next: gait train\n");
    return;
  }
  await writeOut(
    `${formatTable({
      head: ["id", "name", "kind", "trained", "size", ""],
      rows: models.map(({ id, name, kind, createdAt, bodyBytes, isActive }) => [
        id,
        name,
        kind,
        formatTime(createdAt),
        formatBytes(bodyBytes),
        isActive ? "in use" : "",
      ]),
    })}\n`,
  );
}

async function printCard(model: ShownModel, isJson: boolean): Promise<void> {
  if (isJson) return print(model);
  const { id, name, kind, createdAt, isActive, window, card } = model;
  const state = isActive ? "in use" : "not in use";
  await writeOut(`${name} ${id} (${kind}), trained ${formatTime(createdAt)} UTC, ${state}\n`);
  if (window !== null)
    await writeOut(`  learned from ${formatTime(window.from)} to ${formatTime(window.to)} UTC\n`);
  await writeOut(`${tellCard(card, 1).join("\n")}\n`);
}

/** Lists longer than this are cut when shown to people; `--json` has them whole. */
const SHOWN_MAX = 12;
const DEPTH_MAX = 6;

function tellCard(card: JsonObject, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  return Object.entries(card).flatMap(([name, value]) => {
    const label = `${indent}${paintDim(escapeTerminal(name))}`;
    if (Array.isArray(value)) {
      const shown = value.slice(0, SHOWN_MAX).map((one) => escapeTerminal(shorten(one)));
      const more = value.length > SHOWN_MAX ? `, and ${value.length - SHOWN_MAX} more` : "";
      return [`${label}  ${shown.join(", ")}${more}`];
    }
    if (typeof value === "object" && value !== null && depth < DEPTH_MAX)
      return [label, ...tellCard(value, depth + 1)];
    return [`${label}  ${escapeTerminal(shorten(value))}`];
  });
}

const shorten = (value: JsonObject[string]): string =>
  typeof value === "string"
    ? (value.split("\n")[0] ?? "")
    : typeof value === "number" && !Number.isInteger(value)
      ? String(Number(value.toPrecision(4)))
      : JSON.stringify(value);

async function printActive(model: ShownModel, isJson: boolean): Promise<void> {
  if (isJson) return print(model);
  await writeOut(
    `${model.name} is now ${model.id} (${model.kind}, trained ${formatTime(model.createdAt)} UTC).\n`,
  );
}

async function print(value: unknown): Promise<void> {
  await writeOut(`${JSON.stringify(value, null, 2)}\n`);
}
