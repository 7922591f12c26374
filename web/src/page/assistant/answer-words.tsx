import { LogText } from "../../part/log-text.tsx";
import { isSeverity } from "../../part/severity.ts";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import type { Block, Citation } from "./ask-stream.ts";
import styles from "./assistant-page.module.css";

type Part = Extract<Block, { kind: "points" }>["items"][number][number];

/** The words of an answer; nothing in them is ever read as markup. */
export const AnswerWords = ({
  blocks,
  citations,
}: {
  readonly blocks: readonly Block[];
  readonly citations: readonly Citation[];
}) => (
  <div className={styles["words"]}>
    {blocks.map((block, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one answer keep their places
      <BlockView key={index} block={block} citations={citations} />
    ))}
  </div>
);

function BlockView({ block, citations }: { readonly block: Block; readonly citations: readonly Citation[] }) {
  if (block.kind === "points") {
    const items = block.items.map((item, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: points of one list keep their places
      <li key={index}>
        <Parts parts={item} citations={citations} />
      </li>
    ));
    return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  const parts = <Parts parts={block.parts} citations={citations} />;
  return block.kind === "heading" ? <h3>{parts}</h3> : <p>{parts}</p>;
}

const Parts = ({
  parts,
  citations,
}: {
  readonly parts: readonly Part[];
  readonly citations: readonly Citation[];
}) =>
  parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence keep their places
    <PartView key={index} part={part} citations={citations} />
  ));

function PartView({ part, citations }: { readonly part: Part; readonly citations: readonly Citation[] }) {
  switch (part.kind) {
    case "text":
      return <LogText text={part.text} most={2000} />;
    case "strong":
      return isSeverity(part.text) ? (
        <SeverityBadge severity={part.text} />
      ) : (
        <strong>
          <LogText text={part.text} />
        </strong>
      );
    case "value":
      return (
        <span className={styles["value"]}>
          <LogText text={part.text} mono />
        </span>
      );
    case "cite": {
      const citation = citations[part.citation];
      return citation === undefined ? null : <CitationMark citation={citation} number={part.citation + 1} />;
    }
  }
}

/** A number that leads to what a sentence stands on. */
export const CitationMark = ({
  citation,
  number,
}: {
  readonly citation: Citation;
  readonly number: number;
}) => (
  <CitationLink citation={citation} className={styles["mark"]}>
    <span aria-hidden>{number}</span>
    <span className="unseen">{`${citation.kind}: ${citation.label.slice(0, 60)}`}</span>
  </CitationLink>
);

export function CitationLink({
  citation: { kind, id, label },
  className,
  children,
}: {
  readonly citation: Citation;
  readonly className?: string | undefined;
  readonly children: React.ReactNode;
}) {
  const title = `${kind}: ${label}`;
  if (kind === "finding")
    return (
      <PageLink to="/findings" query={{ finding: id, from: "all" }} title={title} className={className}>
        {children}
      </PageLink>
    );
  return (
    <PageLink
      to={kind === "incident" ? "/incidents/$id" : "/actors/$id"}
      params={{ id }}
      title={title}
      className={className}
    >
      {children}
    </PageLink>
  );
}
