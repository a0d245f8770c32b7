import type { ReactElement } from 'react';

import { english } from '../core/translator';
import { Drafts } from '../models/drafts';
import { MetadataEditorModel } from '../models/metadataeditor';
import { useModel } from '../views/hooks';
import { MetadataEditor } from '../views/metadataeditor';
import type { IViewer } from './model';
import { mounting } from './mount';
import { bindEdit } from './traits';

const HOST = { trans: english };

/** Draw the metadata of a node, to be edited. */
export const mount: IViewer['mount'] = mounting('metadata', (model, transport) => {
  const drafts = new Drafts();
  const editor = new MetadataEditorModel(transport, model.get('_target'), drafts);
  const unbind = bindEdit(model, editor);
  return {
    element: <Cell editor={editor} />,
    dispose: () => {
      unbind();
      editor.dispose();
      drafts.dispose();
    }
  };
});

function Cell({ editor }: { editor: MetadataEditorModel }): ReactElement {
  useModel(editor);
  const locked = editor.base?.rights.includes('edit') === false;
  return (
    <>
      {locked && (
        <p role="note" className="tjl-Root tjl-Locked">
          {english.__('You may look at the metadata of this node, but not change them.')}
        </p>
      )}
      <MetadataEditor model={editor} host={HOST} />
    </>
  );
}
