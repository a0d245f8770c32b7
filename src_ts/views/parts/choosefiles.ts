const KINDS = '.csv,.parquet,.npy,.tif,.tiff,.h5,.hdf5,.nxs';

/** Have the person choose files of their own computer. */
export function chooseFiles(): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = KINDS;
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
