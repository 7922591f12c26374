import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./client/query-client.ts";
import { ShortcutProvider } from "./part/shortcut.tsx";
import { ToastProvider } from "./part/toast.tsx";
import { router } from "./router.tsx";
import { ThemeProvider } from "./theme/theme-provider.tsx";

/** A session that ended is asked for again, and the way in is shown. */
const queries: QueryClient = createQueryClient(
  () => void queries.invalidateQueries({ queryKey: ["session"] }),
);

const holder = document.getElementById("app");
if (holder !== null)
  createRoot(holder).render(
    <StrictMode>
      <ThemeProvider>
        <QueryClientProvider client={queries}>
          <ShortcutProvider>
            <ToastProvider>
              <RouterProvider router={router} />
            </ToastProvider>
          </ShortcutProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
