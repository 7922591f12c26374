import { Bot, Building2, CircleHelp, Crown, User, UserCog } from "lucide-react";
import { PageLink } from "../url/page-link.tsx";
import styles from "./actor-link.module.css";
import { cutText } from "./cut-text.ts";
import { LogText } from "./log-text.tsx";

export interface ActorLinkProps {
  readonly id: string;
  /** Without it the last part of the id. */
  readonly name?: string | undefined;
  readonly type?: string | undefined;
}

const NAME_MAX = 48;
const ICONS: Readonly<Record<string, typeof User>> = {
  user: User,
  role: UserCog,
  root: Crown,
  service: Bot,
  account: Building2,
  federated: User,
  unknown: CircleHelp,
};

/** `aws:iam::123:user/alice` as `alice`. */
export const shortenActor = (id: string): string => id.split(/[/|]/).at(-1) || id;

/** An actor, with the way to its page. */
export function ActorLink({ id, name, type }: ActorLinkProps) {
  const Icon = ICONS[type ?? ""] ?? User;
  return (
    <PageLink to="/actors/$id" params={{ id }} title={id.slice(0, 300)} className={styles["actor"]}>
      <Icon size={13} aria-hidden className={styles["icon"]} />
      <span className={styles["name"]}>
        <LogText text={cutText(name ?? shortenActor(id), NAME_MAX)} />
      </span>
    </PageLink>
  );
}
