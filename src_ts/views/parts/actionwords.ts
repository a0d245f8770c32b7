import type { ActionId, ITranslator } from './host';

/** The words for each action, the same wherever it is offered. */
export function actionLabels(trans: ITranslator): Record<ActionId, string> {
  return {
    'open-preview': trans.__('Open preview'),
    'insert-code': trans.__('Insert code'),
    'insert-code-as': trans.__('Insert code as…'),
    'insert-and-run': trans.__('Insert and run'),
    'copy-code': trans.__('Copy code'),
    'copy-path': trans.__('Copy path'),
    'copy-uri': trans.__('Copy URI'),
    export: trans.__('Export…'),
    'edit-metadata': trans.__('Edit metadata…'),
    'new-container': trans.__('New container…'),
    upload: trans.__('Upload files…'),
    delete: trans.__('Delete…'),
    favourite: trans.__('Add to favourites'),
    arrange: trans.__('Sort and columns…'),
    'copy-to': trans.__('Copy to…'),
    'insert-search-code': trans.__('Insert the code of the search'),
    'copy-search-code': trans.__('Copy the code of the search'),
    'log-in': trans.__('Log in'),
    'log-out': trans.__('Log out'),
    'api-keys': trans.__('API keys…'),
    refresh: trans.__('Refresh'),
    'add-server': trans.__('Add a server'),
    reconnect: trans.__('Reconnect'),
    'remove-server': trans.__('Remove server')
  };
}

/** What each action does, in a sentence. */
export function actionCaptions(trans: ITranslator): Record<ActionId, string> {
  return {
    'open-preview': trans.__('Show the node in a tab of its own'),
    'insert-code': trans.__('Put code that reads the node into the notebook in front'),
    'insert-code-as': trans.__('Choose how the code that reads the node is written'),
    'insert-and-run': trans.__('Put code that reads the node into the notebook, and run it'),
    'copy-code': trans.__('Copy code that reads the node'),
    'copy-path': trans.__('Copy the path of the node at its server'),
    'copy-uri': trans.__('Copy the address of the node'),
    export: trans.__('Write the node to a file'),
    'edit-metadata': trans.__('Change the metadata, specs and access tags of the node'),
    'new-container': trans.__('Make an empty container in this one'),
    upload: trans.__('Make nodes of files of your computer'),
    delete: trans.__('Delete the node and what is in it, once you agreed'),
    favourite: trans.__('Keep the node among the favourites, or no longer'),
    arrange: trans.__('Choose the order of the children and what is said of each'),
    'copy-to': trans.__('Copy the node into a container of this or another server'),
    'insert-search-code': trans.__('Put code that repeats the search into the notebook in front'),
    'copy-search-code': trans.__('Copy code that repeats the search'),
    'log-in': trans.__('Log in to the server, or as somebody else'),
    'log-out': trans.__('End the login at the server'),
    'api-keys': trans.__('List, make and revoke your API keys at the server'),
    refresh: trans.__('Refresh what the tree shows'),
    'add-server': trans.__('Add a server, to browse what it holds'),
    reconnect: trans.__('Ask the server again'),
    'remove-server': trans.__('Take the server off the list')
  };
}
