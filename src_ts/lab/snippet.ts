import type { ICodeResult } from '../core/protocol';

const ASSIGNMENT = /^([A-Za-z_]\w*)\s*=[^=]/;

/**
 * Choose the lines of a snippet that a notebook still needs.
 *
 * A line of the set-up that is already there is left out, unless a later line gave its variable
 * another value.
 *
 * @param code - the snippet.
 * @param sources - the code cells that come before it, in their order.
 */
export function missingLines(code: ICodeResult, sources: readonly string[]): string {
  const lines = sources.flatMap(source => source.split('\n')).map(line => line.trim());
  const missing = code.setup.filter(line => !isInForce(line.trim(), lines));
  return [...missing, ...(missing.length ? [''] : []), code.body].join('\n');
}

function isInForce(line: string, lines: readonly string[]): boolean {
  const name = ASSIGNMENT.exec(line)?.[1];
  if (name === undefined) {
    return lines.includes(line);
  }
  const assigned = lines.filter(each => ASSIGNMENT.exec(each)?.[1] === name);
  return assigned[assigned.length - 1] === line;
}
