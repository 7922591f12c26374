import { ActionIcon, Menu } from "@mantine/core";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { downloadText, toCsv } from "./download.ts";

export interface ExportMenuProps {
  /** Without an ending. */
  readonly name: string;
  /** Rows as shown; asked when somebody wants them. */
  readonly rows: () => readonly Readonly<Record<string, unknown>>[];
  /** Where the API gives everything that matches, beyond what is shown. */
  readonly whole?: string;
  /** More ways: `<Menu.Item>`s. */
  readonly children?: ReactNode;
}

/** Takes what is shown along: as CSV, as JSON, and as whatever the caller adds. */
export const ExportMenu = ({ name, rows, whole, children }: ExportMenuProps) => (
  <Menu position="bottom-end">
    <Menu.Target>
      <ActionIcon aria-label={`Export ${name}`} title="Export">
        <Download size={15} aria-hidden />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Item onClick={() => downloadText(`${name}.csv`, { text: toCsv(rows()), type: "text/csv" })}>
        CSV
      </Menu.Item>
      <Menu.Item
        onClick={() =>
          downloadText(`${name}.json`, { text: JSON.stringify(rows(), null, 2), type: "application/json" })
        }
      >
        JSON
      </Menu.Item>
      {whole !== undefined && (
        <Menu.Item component="a" href={whole} download>
          CSV of all that match
        </Menu.Item>
      )}
      {children}
    </Menu.Dropdown>
  </Menu>
);
