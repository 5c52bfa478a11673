/** Returns a function that computes again only if an argument differs from the last call's. */
export function remembering<Given extends unknown[], Result>(compute: (...given: Given) => Result) {
  let last: { given: Given; result: Result } | undefined;
  return (...given: Given): Result => {
    if (!last || given.some((each, index) => each !== last?.given[index])) {
      last = { given, result: compute(...given) };
    }
    return last.result;
  };
}
