import { Button, Menu } from "@mantine/core";
import { FileDown } from "lucide-react";

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
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" leftSection={<FileDown size={14} aria-hidden />}>
          Report
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={toAddress({ format: "html" })} target="_blank" rel="noopener">
          Read and print
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Save as</Menu.Label>
        {FORMATS.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={toAddress({ format, download: "true" })} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
