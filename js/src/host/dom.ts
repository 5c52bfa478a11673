/** Creates elements and writes to them. Text goes in as text, never as markup. */

type Attributes = Record<string, number | string>;

/** `attributes`: a class, or attributes by their names. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: string | Attributes,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] => filled(document.createElement(tag), attributes, children);

const SVG = "http://www.w3.org/2000/svg";

export const svgElement = <Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: string | Attributes,
  ...children: Node[]
): SVGElementTagNameMap[Tag] => filled(document.createElementNS(SVG, tag), attributes, children);

function filled<Filled extends Element>(
  node: Filled,
  attributes: string | Attributes,
  children: (Node | string)[],
): Filled {
  setAttributes(node, typeof attributes === "string" ? { class: attributes } : attributes);
  node.append(...children);
  return node;
}

export function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, String(value));
}

/** Writes only a value that differs, so that no observer of the node is called for nothing. */
export function setAttribute(node: Element, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Changes the text node that is there: the browser would compute the style of a new one again. */
export function setText(node: Node, text: string): void {
  if (node.textContent === text) return;
  const { firstChild } = node;
  if (firstChild instanceof Text && !firstChild.nextSibling) firstChild.data = text;
  else node.textContent = text;
}

/** Sets only a size that differs: setting any size clears the canvas. */
export function resizeCanvas(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
