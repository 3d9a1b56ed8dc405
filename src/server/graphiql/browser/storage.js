/**
 * A `Storage` that sees only keys of this prefix, because every GraphiQL of an origin (localhost:4000 knows many) uses
 * the same keys and would open with the others' tabs.
 */
export function createStorage(prefix, backing = localStorage) {
  const ownKeys = () => Object.keys(backing).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => backing.getItem(prefix + key),
    setItem: (key, value) => backing.setItem(prefix + key, value),
    removeItem: (key) => backing.removeItem(prefix + key),
    clear: () => {
      for (const key of ownKeys()) backing.removeItem(key);
    },
    get length() {
      return ownKeys().length;
    },
  };
}
