const globalId = /^(Image|Video|Job|PixverseImage):/;

/**
 * Carries ids from one tab's answer into another tab's variables, so that "generate" and then "watch" is two clicks.
 *
 * Only ids that were filled in by us are replaced: those that the tabs came with, and those put there since, which are
 * kept in storage because the tabs are. What a person typed stays.
 *
 * @param options.shipped the variables that the tabs came with, as text; null for none.
 */
export function createPrefill({ shipped, storage }) {
  const ours = new Set(JSON.parse(storage.getItem('prefilled') ?? '[]'));
  const latest = new Map();
  for (const text of shipped) {
    if (text) visitIds(JSON.parse(text), (id) => ours.add(id));
  }

  return {
    /** Keeps the ids of an answer: assets that it shows, and jobs that it started. */
    remember(answer) {
      const found = new Map();
      visitIds(answer, (id, key) => {
        const type = globalId.exec(id)[1];
        if (key === (type === 'Job' ? 'jobId' : 'id')) found.set(type, [...(found.get(type) ?? []), id]);
      });
      for (const [type, ids] of found) latest.set(type, [...new Set(ids)]);
    },

    /** The variables with the latest ids; the same text when there is nothing to fill in. */
    fill(text) {
      let variables;
      try {
        variables = JSON.parse(text);
      } catch {
        return text;
      }
      const filled = fillIds(variables, (id) =>
        ours.has(id) ? latest.get(globalId.exec(id)?.[1]) : undefined,
      );
      if (JSON.stringify(filled) === JSON.stringify(variables)) return text;
      visitIds(filled, (id) => ours.add(id));
      storage.setItem('prefilled', JSON.stringify([...ours].slice(-100)));
      return `${JSON.stringify(filled, null, 2)}\n`;
    },
  };
}

function visitIds(value, visit, key = '') {
  if (typeof value === 'string' && globalId.test(value)) visit(value, key);
  else if (Array.isArray(value)) for (const item of value) visitIds(item, visit, key);
  else if (value && typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) visitIds(member, visit, name);
  }
}

/** A single id becomes the first of the latest ids, a list of them becomes all. */
function fillIds(value, latestFor) {
  if (typeof value === 'string') return latestFor(value)?.[0] ?? value;
  if (Array.isArray(value)) {
    const all =
      value.length && value.every((item) => typeof item === 'string') ? latestFor(value[0]) : undefined;
    return all ?? value.map((item) => fillIds(item, latestFor));
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, fillIds(member, latestFor)]),
    );
  }
  return value;
}
