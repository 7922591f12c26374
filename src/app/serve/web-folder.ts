import { fileURLToPath } from "node:url";

/** The built web app of this checkout or package. */
export const WEB_FOLDER = fileURLToPath(new URL("../../../web/dist/", import.meta.url));
