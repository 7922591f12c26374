import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CARRIED, type UrlState } from "./url-state.ts";

export interface PageLinkProps {
  /** A page's path; parts that come from data stand in `params`: `/actors/$id`. */
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Values for the address besides the range of time, which goes along. */
  readonly query?: UrlState;
  readonly className?: string | undefined;
  readonly title?: string;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** A link to a page of ours: keeps the range of time. */
export const PageLink = ({ to, params, query, children, ...rest }: PageLinkProps) => (
  <Link
    to={to}
    params={params ?? {}}
    search={(before: UrlState) => ({
      ...Object.fromEntries(CARRIED.flatMap((name) => (before[name] ? [[name, before[name]]] : []))),
      ...query,
    })}
    {...rest}
  >
    {children}
  </Link>
);
