/** Elements are made once; text goes in as text, never as markup. */

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  className: string,
  attributes: Record<string, number | string> = {},
): SVGElementTagNameMap[Tag] {
  const node = document.createElementNS(SVG, tag);
  node.setAttribute("class", className);
  setAttributes(node, attributes);
  return node;
}

export function setAttributes(node: Element, attributes: Record<string, number | string>): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, String(value));
}

/** Writes only what differs, so that an observer of the node is not woken for nothing. */
export function setAttribute(node: Element, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** A text node that is there takes on the new text: another in its place would have its style found anew. */
export function setText(node: Node, text: string): void {
  if (node.textContent === text) return;
  const { firstChild } = node;
  if (firstChild instanceof Text && !firstChild.nextSibling) firstChild.data = text;
  else node.textContent = text;
}
