import type { ErrorComponentProps } from "@tanstack/react-router";
import { Panel } from "../part/panel.tsx";

/** In place of a page that broke: what happened, and a way on. */
export const PageFailure = ({ error, reset }: ErrorComponentProps) => (
  <Panel title="This page could not be shown" state={{ kind: "problem", error, onRetry: reset }} />
);
