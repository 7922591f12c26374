import { AsyncLocalStorage } from "node:async_hooks";
import type { Author } from "../ports/audit-port.ts";

const current = new AsyncLocalStorage<Author>();

const NOBODY: Author = { kind: "system", id: "gait", name: "gait", address: null };

/**
 * Whatever is changed in the course of the work, however deep, is noted as the author's. Said once for each request and
 * command, so that no way to a change can forget it.
 */
export const actAs = <T>(author: Author, work: () => T): T => current.run(author, work);

/** The same for all that follows: a command that runs to its end is one person's work. */
export const actFromNowOn = (author: Author): void => current.enterWith(author);

/** Who changes something now; outside of any request and command it is Gait itself. */
export const readAuthor = (): Author => current.getStore() ?? NOBODY;
