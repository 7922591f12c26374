import { PageHead } from "../../part/page-head.tsx";

/** What happened, in one look. */
export function OverviewPage() {
  return <PageHead title="Overview" />;
}
