import { Button } from "@mantine/core";
import { FileDown } from "lucide-react";
import { Menu, MenuDivider, MenuLabel, MenuLink } from "./menu.tsx";

export interface ReportMenuProps {
  /** Path of the report in the API, without its query: `/api/v1/reports/incidents/…`. */
  readonly path: string;
  /** More of the query: from, to. */
  readonly query?: Readonly<Record<string, string>>;
}

const FORMATS = [
  { format: "html", label: "Page to hand on (HTML)" },
  { format: "md", label: "Markdown" },
  { format: "json", label: "JSON" },
  { format: "csv", label: "Events of the evidence (CSV)" },
  { format: "stix", label: "STIX 2.1" },
  { format: "ocsf", label: "OCSF" },
  { format: "navigator", label: "ATT&CK Navigator" },
] as const;

/** A report as a file, in whatever shape others need; or to be read and printed here. */
export const ReportMenu = ({ path, query = {} }: ReportMenuProps) => {
  const toAddress = (more: Readonly<Record<string, string>>): string =>
    `${path}?${new URLSearchParams({ ...query, ...more })}`;
  return (
    <Menu
      width={240}
      target={
        <Button variant="default" leftSection={<FileDown size={14} aria-hidden />}>
          Report
        </Button>
      }
    >
      <MenuLink href={toAddress({ format: "html" })}>Read and print</MenuLink>
      <MenuDivider />
      <MenuLabel>Save as</MenuLabel>
      {FORMATS.map(({ format, label }) => (
        <MenuLink key={format} href={toAddress({ format, download: "true" })} isDownload>
          {label}
        </MenuLink>
      ))}
    </Menu>
  );
};
