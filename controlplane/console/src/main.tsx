import "@/app/theme/styles";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { newQueryClient } from "@/api/client";
import { newRouter } from "@/app/router";
import { ThemeProvider } from "@/app/theme/ThemeProvider";

const place = document.querySelector("#root");
if (place === null) throw new Error("index.html has no element #root");

createRoot(place).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={newQueryClient()}>
        <RouterProvider router={newRouter()} />
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
);
