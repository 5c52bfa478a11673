import { vi } from "vitest";

/** Node imports no blob: the module on demand comes from its source. */
vi.mock("../src/host/on_demand", () => ({
  onDemand: vi.fn(() => import("../src/on_demand")),
}));
