import { Box, Globe } from "lucide-react";
import { PageLink } from "../url/page-link.tsx";
import styles from "./actor-link.module.css";
import { ActorLink } from "./actor-link.tsx";
import { cutText } from "./cut-text.ts";
import { LogText } from "./log-text.tsx";

const NAME_MAX = 60;

/** What a finding is about: an actor, an address or a resource; leads to its page or to everything found about it. */
export function EntityLink({ type, id }: { readonly type: string; readonly id: string }) {
  if (type === "actor") return <ActorLink id={id} />;
  const Icon = type === "ip" ? Globe : Box;
  return (
    <PageLink to="/findings" query={{ entity: id }} title={id.slice(0, 300)} className={styles["actor"]}>
      <Icon size={13} aria-hidden className={styles["icon"]} />
      <span className={styles["name"]}>
        <LogText text={cutText(id, NAME_MAX)} mono />
      </span>
    </PageLink>
  );
}
