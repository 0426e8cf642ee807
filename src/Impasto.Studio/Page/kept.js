// What the browser keeps from one visit to the next. It never leaves the browser; where nothing can be kept, nothing is.

const name = 'impasto', store = 'kept';

function ask(mode, action) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(store, mode);
      const request = action(transaction.objectStore(store));
      transaction.oncomplete = () => { database.close(); done(request.result); };
      transaction.onabort = () => { database.close(); failed(transaction.error); };
    };
  });
}

export const read = async key => {
  try {
    return await ask('readonly', kept => kept.get(key));
  } catch {
    return undefined;
  }
};

export const write = async (key, value) => {
  try {
    await ask('readwrite', kept => kept.put(value, key));
  } catch {
    // A private window, or no room: the page works without.
  }
};
