import { LoadingLines } from "../part/panel-note.tsx";

/** While a page is on its way. */
export const PageWaiting = () => <LoadingLines lines={8} />;
