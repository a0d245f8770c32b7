// The preview loads this module, and so the data grid, when there is a table to show.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { type DataGrid, type RendererMap, TextRenderer } from '@lumino/datagrid';

type Colour = (variable: string) => string;

/** The colours of the data grid in the theme in force. */
export function gridStyle(colour: Colour): DataGrid.Style {
  const page = colour('--tjl-bg');
  const head = colour('--tjl-bg-raised');
  const line = colour('--tjl-grid');
  const accent = colour('--tjl-accent');
  const faint = `color-mix(in srgb, ${accent} 18%, transparent)`;
  return {
    voidColor: page,
    backgroundColor: page,
    gridLineColor: line,
    headerBackgroundColor: head,
    headerGridLineColor: line,
    selectionFillColor: faint,
    selectionBorderColor: accent,
    cursorFillColor: faint,
    cursorBorderColor: accent,
    headerSelectionFillColor: faint,
    headerSelectionBorderColor: accent
  };
}

/** How cells are written: numbers to the right, what is missing in a fainter colour. */
export function renderers(colour: Colour): RendererMap.Values {
  const size = '12px';
  const font = `${size} ${colour('--tjl-font')}`;
  const text = colour('--tjl-fg-plot');
  const muted = colour('--tjl-fg-faint');
  const align: TextRenderer.IOptions['horizontalAlignment'] = ({ metadata }) =>
    metadata.align === 'right' ? 'right' : 'left';
  return {
    body: new TextRenderer({
      font,
      textColor: ({ metadata }) => (metadata.missing ? muted : text),
      horizontalAlignment: align,
      format: ({ metadata }) => String(metadata.words),
      // A number cut off at its beginning would be another number.
      elideDirection: 'right'
    }),
    'column-header': new TextRenderer({
      font: `600 ${font}`,
      textColor: text,
      horizontalAlignment: align,
      elideDirection: 'right'
    }),
    'row-header': new TextRenderer({ font, textColor: muted, horizontalAlignment: 'right' }),
    'corner-header': new TextRenderer({ font, textColor: muted })
  };
}
