/**
 * Imports a module from its text. Its address stays valid: the module that is loaded on demand imports from the first
 * one by that address.
 */
export function importText(text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return import(url);
}
