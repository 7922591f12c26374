import { PageHead } from "../part/page-head.tsx";
import { PageLink } from "../url/page-link.tsx";

/** For an address that leads nowhere. */
export const NotFoundPage = () => (
  <>
    <PageHead
      title="There is no such page"
      note="The address may be cut, or the page is called otherwise by now."
    />
    <PageLink to="/">To the overview</PageLink>
  </>
);
