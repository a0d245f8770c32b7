import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import type { FullConfig, FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

import { FIGURE, type IFigure, median, reached } from './figures';

/** How many there are: a part of them is printed, but not kept. */
const FIGURES = 14;

const PREFACE = `# How quick the user interface is

Written by \`make bench-ui\`, in JupyterLab and Chromium on one machine with the Tiled server. A try
begins with the event of the mouse or the keyboard, as the browser dates it, and ends when the frame
that shows the result has been painted. What counts is the median; the worst try stands beside it.
*Over the server's time* means that the median time of the same request, asked of the server alone
and in turn with the tries, was taken off.
`;

/** Writes the figures of the whole run as a table: to the terminal, and to RESULTS.md. */
export default class FigureReporter implements Reporter {
  /** Take note of what will be run. */
  onBegin(config: FullConfig, suite: Suite): void {
    this._suite = suite;
    this._folder = config.rootDir;
  }

  /** Print the table, and keep it if nothing is missing. */
  onEnd(result: FullResult): void {
    const tests = this._suite?.allTests() ?? [];
    const figures = tests.flatMap(figuresOf);
    const table = [
      '| figure | asked | median | worst | tries |  |',
      '|---|---|---|---|---|---|',
      ...figures.map(row)
    ].join('\n');
    console.log(`\n${table}\n`);
    if (result.status !== 'interrupted' && figures.length === FIGURES) {
      const [processor] = cpus();
      const load = loadavg()[1].toFixed(1);
      const where = `${cpus().length} × ${processor.model}, at a load of ${load}`;
      writeFileSync(join(this._folder, 'RESULTS.md'), `${PREFACE}\n${table}\n\n${where}.\n`);
    }
  }

  private _suite: Suite | null = null;
  private _folder = '';
}

function figuresOf(test: TestCase): IFigure[] {
  const annotations = test.results.flatMap(result => result.annotations);
  return annotations
    .filter(({ type }) => type === FIGURE)
    .map(({ description }) => JSON.parse(description ?? '') as IFigure);
}

function row(figure: IFigure): string {
  const { name, unit, asked, tries } = figure;
  const write = (value: number) => `${Number(value.toPrecision(3))} ${unit}`.trim();
  const cells = [
    name,
    `≤ ${write(asked)}`,
    write(median(tries)),
    write(Math.max(...tries)),
    tries.length,
    reached(figure) ? 'pass' : '**fail**'
  ];
  return `| ${cells.join(' | ')} |`;
}
