import { ActionIcon } from "@mantine/core";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { downloadText, toCsv } from "./download.ts";
import { Menu, MenuItem, MenuLink } from "./menu.tsx";

export interface ExportMenuProps {
  /** Without an ending. */
  readonly name: string;
  /** Rows as shown; asked when somebody wants them. */
  readonly rows: () => readonly Readonly<Record<string, unknown>>[];
  /** Where the API gives everything that matches, beyond what is shown. */
  readonly whole?: string;
  /** More ways: `MenuItem`s. */
  readonly children?: ReactNode;
}

/** Takes what is shown along: as CSV, as JSON, and as whatever the caller adds. */
export const ExportMenu = ({ name, rows, whole, children }: ExportMenuProps) => (
  <Menu
    target={
      <ActionIcon aria-label={`Export ${name}`} title="Export">
        <Download size={15} aria-hidden />
      </ActionIcon>
    }
  >
    <MenuItem onClick={() => downloadText(`${name}.csv`, { text: toCsv(rows()), type: "text/csv" })}>
      CSV
    </MenuItem>
    <MenuItem
      onClick={() =>
        downloadText(`${name}.json`, { text: JSON.stringify(rows(), null, 2), type: "application/json" })
      }
    >
      JSON
    </MenuItem>
    {whole !== undefined && (
      <MenuLink href={whole} isDownload>
        CSV of all that match
      </MenuLink>
    )}
    {children}
  </Menu>
);
