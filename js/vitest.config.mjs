// Tests read style sheets as text; by default vitest empties them.
export default { test: { css: true, setupFiles: ["test/setup.ts"] } };
