import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { PAGES, type PageRecord } from "../pages.ts";
import { useShortcuts } from "../part/shortcut.tsx";
import { cx } from "../theme/class-names.ts";
import { PageLink } from "../url/page-link.tsx";
import { useGoTo } from "../url/use-go-to.ts";
import { Mark } from "./mark.tsx";
import styles from "./rail.module.css";

const GROUPS = ["Watch", "Understand", "Judge", "Run"] as const;

export interface RailProps {
  /** Where the screen is narrow it lies over the page, when asked for. */
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The way to every page. */
export function Rail({ isOpen, onClose }: RailProps) {
  const { pathname } = useLocation();
  const goTo = useGoTo();
  const closing = useRef(onClose);
  closing.current = onClose;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes it
  useEffect(() => closing.current(), [pathname]);
  useShortcuts(
    PAGES.flatMap(({ key, label, path }) =>
      key === null ? [] : [{ keys: `g ${key}`, does: `go to ${label}`, run: () => goTo(path) }],
    ),
  );
  return (
    <>
      {isOpen && (
        <button
          type="button"
          className={styles["veil"]}
          aria-label="Close the navigation"
          onClick={onClose}
        />
      )}
      <nav className={cx(styles["rail"], isOpen && styles["open"])} aria-label="Pages">
        <PageLink to="/" className={styles["brand"]}>
          <Mark />
          <span>Gait</span>
        </PageLink>
        {GROUPS.map((group) => (
          <RailGroup key={group} group={group} pathname={pathname} />
        ))}
      </nav>
    </>
  );
}

function RailGroup({ group, pathname }: { readonly group: string; readonly pathname: string }) {
  const pages = PAGES.filter((page) => page.group === group);
  if (pages.length === 0) return null;
  return (
    <div className={styles["group"]}>
      <h2 className={styles["heading"]}>{group}</h2>
      <ul>
        {pages.map((page) => (
          <li key={page.path}>
            <RailLink page={page} isHere={isHere(page.path, pathname)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const isHere = (path: string, pathname: string): boolean =>
  path === "/" ? pathname === "/" : pathname === path || pathname.startsWith(`${path}/`);

function RailLink({ page, isHere: here }: { readonly page: PageRecord; readonly isHere: boolean }) {
  const { icon: Icon, label, path, key } = page;
  return (
    <PageLink
      to={path}
      className={cx(styles["link"], here && styles["here"])}
      {...(key === null ? {} : { title: `g ${key}` })}
    >
      <Icon size={15} strokeWidth={1.8} aria-hidden />
      <span>{label}</span>
      {here && <span className="unseen">(this page)</span>}
    </PageLink>
  );
}
