/**
 * The module that is loaded when a person asks for something that the first picture does not need: explanations and
 * sound, texts to take away, another view, a figure of our own, what became of the kernel. Its files import what they share with the first module
 * from "#shared": that stays outside of this bundle.
 */

export { createUniverse } from "./controls/universe";
export { explain } from "./explain/explain";
export { goOnAlone } from "./host/alone";
export { OwnFigure } from "./host/own_figure";
export { MARKS } from "./marks/more_marks";
export { isGone } from "./patches/list_of_kernels";
export { createResampling } from "./readout/resampling";
export { save } from "./readout/save";
export { takeAway } from "./readout/take_away";
export { kernelNote } from "./text/kernel_note";
export * as OTHER_WORDS from "./text/other_words";
