import type { Catalog } from "./catalog";

/** English needs no catalog: it stands in the code. Another language's build has a file in place of this one. */
const ENGLISH: Catalog = { language: "en", messages: {} };

export default ENGLISH;
