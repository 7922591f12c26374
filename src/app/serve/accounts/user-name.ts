import { toError } from "../../../domain/index.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";

/** What looks like another name, or hides characters, is none. */
const NAME = /^[\p{L}\p{N}._@+'-]+(?: [\p{L}\p{N}._@+'-]+)*$/u;

/** Throws USERS_NAME. */
export function refuseName(name: string): void {
  if (!NAME.test(name) || name !== name.normalize("NFKC")) throw toError(ACCOUNT_PROBLEMS, "USERS_NAME");
}
