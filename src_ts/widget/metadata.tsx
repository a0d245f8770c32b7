import type { ReactElement } from 'react';

import type { ITranslator } from '../core/translator';
import { Drafts } from '../models/editing/drafts';
import { MetadataEditorModel } from '../models/editing/metadataeditor';
import { useModel } from '../views/parts/hooks';
import { MetadataEditor } from '../views/metadata/metadataeditor';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindEdit } from './traits';

/** Draw the metadata of a node, to be edited. */
export const mount: IViewer['mount'] = mounting('metadata', (model, transport) => {
  const drafts = new Drafts();
  const editor = new MetadataEditorModel(transport, model.get('_target'), drafts);
  const unbind = bindEdit(model, editor);
  return {
    element: <Cell editor={editor} trans={transport.trans} />,
    dispose: () => {
      unbind();
      editor.dispose();
      drafts.dispose();
    }
  };
});

interface ICellProps {
  editor: MetadataEditorModel;
  trans: ITranslator;
}

function Cell({ editor, trans }: ICellProps): ReactElement {
  useModel(editor);
  const locked = editor.base?.rights.includes('edit') === false;
  return (
    <>
      {locked && (
        <p role="note" className="tjl-Root tjl-Locked">
          {trans.__('You may look at the metadata of this node, but not change them.')}
        </p>
      )}
      <MetadataEditor model={editor} host={{ trans }} />
    </>
  );
}
