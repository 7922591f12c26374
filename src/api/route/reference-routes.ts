import type { FastifyInstance } from "fastify";
import type { ProblemCatalogue } from "../../domain/index.ts";
import { REFERENCE } from "../problem-document.ts";

/** Where the `type` of a problem leads: every problem with what to do, on a page without anything from elsewhere. */
export function addReferenceRoute(app: FastifyInstance, catalogues: readonly ProblemCatalogue[]): void {
  const page = toPage(catalogues);
  app.get(REFERENCE, { config: { scope: "nobody" }, schema: { hide: true } }, async (_, reply) =>
    reply.type("text/html; charset=utf-8").send(page),
  );
}

function toPage(catalogues: readonly ProblemCatalogue[]): string {
  const problems = catalogues.flatMap((catalogue) => Object.entries(catalogue));
  const parts = problems
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { status, text, remedy }]) =>
        `<h2 id="${escapeHtml(code)}">${escapeHtml(code)}</h2><p>${escapeHtml(text)} (${status})</p><p>${escapeHtml(remedy)}</p>`,
    );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems</title></head><body><h1>Problems</h1>${parts.join("\n")}</body></html>`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
