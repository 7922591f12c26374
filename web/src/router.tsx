import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { PAGES } from "./pages.ts";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { PageFailure } from "./shell/page-failure.tsx";
import { PageWaiting } from "./shell/page-waiting.tsx";
import { Shell } from "./shell/shell.tsx";
import { formatUrlState, parseUrlState } from "./url/url-state.ts";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const inside = createRoute({ getParentRoute: () => root, id: "inside", component: Shell });

const pages = PAGES.map(({ path, load }) =>
  createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load) }),
);

/** Before somebody is in. */
const entrances = [
  createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    component: lazyRouteComponent(() => import("./page/entrance/sign-in-page.tsx"), "SignInPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/welcome",
    component: lazyRouteComponent(() => import("./page/entrance/link-page.tsx"), "LinkPage"),
  }),
];

/** The pages of the app; each is loaded when somebody goes there, or is about to. */
export const router = createRouter({
  routeTree: root.addChildren([...entrances, inside.addChildren(pages)]),
  parseSearch: parseUrlState,
  stringifySearch: formatUrlState,
  defaultPreload: "intent",
  defaultPreloadDelay: 60,
  defaultPendingComponent: PageWaiting,
  defaultErrorComponent: PageFailure,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});
