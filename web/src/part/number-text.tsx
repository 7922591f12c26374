import { formatBytes, formatCount, formatNumber, formatShare, formatShort } from "./format.ts";

export interface NumberTextProps {
  /** Null: the source does not say. */
  readonly value: number | null;
  readonly style?: "count" | "short" | "number" | "share";
}

const FORMATS = { count: formatCount, short: formatShort, number: formatNumber, share: formatShare };

/** A number as the reader's language writes it; exactly on hover. */
export const NumberText = ({ value, style = "count" }: NumberTextProps) =>
  value === null ? (
    <span title="The source does not say">–</span>
  ) : (
    <span title={String(value)} style={{ fontVariantNumeric: "tabular-nums" }}>
      {FORMATS[style](value)}
    </span>
  );

/** A number of bytes; exactly on hover. */
export const BytesText = ({ value }: { readonly value: number | null }) =>
  value === null ? (
    <span title="The source does not say">–</span>
  ) : (
    <span
      title={`${formatCount(value)} bytes`}
      style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}
    >
      {formatBytes(value)}
    </span>
  );
