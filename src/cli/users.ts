import { type Command, Option } from "commander";
import { ROLES, type Role } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatTable, paintDim, writeError } from "./terminal.ts";

/** Somebody who may sign in, as people see them. Field names are part of the interface. */
export interface ShownUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly state: "active" | "invited" | "disabled";
  readonly created_at: string;
  readonly signed_in_at: string | null;
}

/** With which somebody chooses a password, once. */
export interface ShownLink {
  readonly kind: "invitation" | "reset";
  readonly url: string;
  readonly expires_at: string;
}

export interface UsersPort {
  create(
    place: StorePlace,
    user: { readonly name: string; readonly email: string | null; readonly role: Role },
  ): Promise<{ readonly user: ShownUser; readonly link: ShownLink }>;
  list(place: StorePlace): Promise<readonly ShownUser[]>;
  /** Throws USERS_UNKNOWN, STORE_USER_LAST. */
  change(
    place: StorePlace,
    change: { readonly name: string; readonly role?: Role; readonly isDisabled?: boolean },
  ): Promise<ShownUser>;
  /** Throws USERS_UNKNOWN, USERS_DISABLED. */
  makeLink(place: StorePlace, name: string): Promise<ShownLink>;
}

interface CreateFlags extends PlaceFlags {
  readonly role: Role;
  readonly email?: string;
  readonly json?: true;
}

interface JsonFlags extends PlaceFlags {
  readonly json?: true;
}

const ROLE_HELP = "viewer reads, analyst judges and adds files too, admin does everything";

/** `gait users`: who may sign in to the web app. */
export function addUsersCommand(program: Command, port: UsersPort): void {
  const users = program
    .command("users")
    .summary("people who sign in: create, list, role, disable, enable, reset-link")
    .description(
      "Who may sign in to the web app, and as what. Nobody types another's password: a link that works once lets each choose\n" +
        "their own. Programs have keys instead: `gait keys`.",
    );
  addCreate(users, port);
  addList(users, port);
  addLink(users, port);
  addRole(users, port);
  for (const [command, isDisabled] of [
    ["disable", true],
    ["enable", false],
  ] as const)
    withPlace(users.command(command))
      .summary(isDisabled ? "keep somebody out" : "let somebody in again")
      .description(
        isDisabled
          ? "Ends all sessions of somebody and lets them sign in no more; what they did keeps their name."
          : "Lets somebody sign in again with the password that they have.",
      )
      .argument("<name>", "as they sign in")
      .action(async (name: string, flags: PlaceFlags) => {
        const user = await port.change(toPlace(flags), { name, isDisabled });
        await writeOut(`${escapeTerminal(user.name)} is ${user.state}.\n`);
        process.exitCode = EXIT.fine;
      });
}

const withPlace = (command: Command): Command =>
  command.addOption(createDataOption()).addOption(createDatabaseOption());

function addCreate(users: Command, port: UsersPort): void {
  withPlace(users.command("create"))
    .summary("invite somebody")
    .description(
      "Makes a user and prints the link with which they choose a password. It works once, for a week.",
    )
    .argument("<name>", "as they will sign in")
    .addOption(new Option("--role <role>", ROLE_HELP).choices(ROLES).default("viewer"))
    .option("--email <address>", "for whoever looks at the list of users")
    .option("--json", "as JSON")
    .action(async (name: string, { role, email, json, ...flags }: CreateFlags) => {
      const made = await port.create(toPlace(flags), { name, email: email ?? null, role });
      await writeOut(
        json === true ? `${JSON.stringify(made, null, 2)}\n` : `${escapeTerminal(made.link.url)}\n`,
      );
      if (json !== true)
        writeError(
          `${paintDim(`${made.user.name} (${role}) opens this once, until ${made.link.expires_at}.`)}\n`,
        );
      process.exitCode = EXIT.fine;
    });
}

function addList(users: Command, port: UsersPort): void {
  withPlace(users.command("list"))
    .summary("everybody who may sign in, or might")
    .description("Lists every user, the oldest first.")
    .option("--json", "as JSON")
    .action(async ({ json, ...flags }: JsonFlags) => {
      const all = await port.list(toPlace(flags));
      await writeOut(json === true ? `${JSON.stringify(all, null, 2)}\n` : formatUsers(all));
      process.exitCode = EXIT.fine;
    });
}

function addLink(users: Command, port: UsersPort): void {
  withPlace(users.command("reset-link"))
    .summary("let somebody choose a new password")
    .description(
      "Prints a link with which somebody chooses a new password, which ends their sessions. Links made before end.",
    )
    .argument("<name>", "as they sign in")
    .option("--json", "as JSON")
    .action(async (name: string, { json, ...flags }: JsonFlags) => {
      const link = await port.makeLink(toPlace(flags), name);
      await writeOut(json === true ? `${JSON.stringify(link, null, 2)}\n` : `${escapeTerminal(link.url)}\n`);
      if (json !== true) writeError(`${paintDim(`It works once, until ${link.expires_at}.`)}\n`);
      process.exitCode = EXIT.fine;
    });
}

function addRole(users: Command, port: UsersPort): void {
  withPlace(users.command("role"))
    .summary("change what somebody may do")
    .description(`Gives somebody another role: ${ROLE_HELP}.`)
    .argument("<name>", "as they sign in")
    .addArgument(users.createArgument("<role>", "the new role").choices(ROLES))
    .action(async (name: string, role: Role, flags: PlaceFlags) => {
      const user = await port.change(toPlace(flags), { name, role });
      await writeOut(`${escapeTerminal(user.name)} is ${user.role} now.\n`);
      process.exitCode = EXIT.fine;
    });
}

function formatUsers(users: readonly ShownUser[]): string {
  if (users.length === 0)
    return `${paintDim("There is nobody yet: `gait serve` prints a link for the first, or `gait users create NAME --role admin`.")}\n`;
  const table = formatTable({
    head: ["name", "role", "state", "e-mail", "made", "signed in"],
    rows: users.map((user) => [
      escapeTerminal(user.name, 64),
      user.role,
      user.state,
      escapeTerminal(user.email ?? "", 60),
      user.created_at,
      user.signed_in_at ?? "never",
    ]),
    numeric: [],
  });
  return `${table}\n`;
}
