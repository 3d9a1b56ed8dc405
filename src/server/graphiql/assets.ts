import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type FitTab, loadTabs } from './tabs.ts';

/** How a body is packed on the wire, as `Content-Encoding` spells it. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** One file that the page loads. */
export interface Asset {
  /** The value of `Content-Type`. */
  type: string;
  /** The body in that encoding. Packed bodies are made once and kept. */
  read(encoding: Encoding): Promise<Buffer>;
}

/** All files of the page by name, and a hash of their contents: another hash, other files. */
export interface AssetSet {
  hash: string;
  assets: ReadonlyMap<string, Asset>;
}

/** The editor's files: the name they are served under, and where `@graphql-yoga/graphiql` has them. */
export const editorFiles = {
  'graphiql.css': 'graphiql.css',
  'graphiql.js': 'yoga-graphiql.umd.js',
  'editor.worker.js': 'monacoeditorwork/editor.worker.bundle.js',
  'graphql.worker.js': 'monacoeditorwork/graphql.worker..bundle.js',
  'json.worker.js': 'monacoeditorwork/json.worker.bundle.js',
} as const;

/** The page's own scripts and its icon, in `browser/`. */
const ownFiles = [
  'environment.js',
  'boot.js',
  'fetcher.js',
  'prefill.js',
  'storage.js',
  'page.css',
  'favicon.svg',
] as const;

/**
 * Reads every file once, for the hash. In the image (`dist/graphiql/`) the editor's files lie packed beside themselves;
 * elsewhere they come out of `node_modules` and are packed when first asked for, off the event loop.
 *
 * @param fitTab default: every ready-made tab, as it is.
 * @throws {Error} when the editor's files are in neither place.
 */
export async function loadAssets(fitTab?: FitTab): Promise<AssetSet> {
  const editor = findEditorFiles();
  const assets = new Map<string, Asset>([
    ...Object.keys(editorFiles).map((name) => [name, fileAsset(name, editor(name as EditorFile))] as const),
    ...ownFiles.map((name) => [name, fileAsset(name, new URL(`browser/${name}`, import.meta.url))] as const),
    [
      'tabs.js',
      createAsset('tabs.js', async () =>
        Buffer.from(`export default ${JSON.stringify(await loadTabs(fitTab))};\n`),
      ),
    ],
  ]);

  const hash = createHash('sha256');
  for (const [name, asset] of assets) hash.update(name).update(await asset.read('identity'));
  return { hash: hash.digest('hex').slice(0, 16), assets };
}

type EditorFile = keyof typeof editorFiles;

function findEditorFiles(): (name: EditorFile) => URL {
  const built = new URL('../../graphiql/', import.meta.url);
  if (existsSync(built)) return (name) => new URL(name, built);
  let installed: string;
  try {
    // Not `import.meta.resolve`, which CommonJS, as a build is, does not have.
    installed = createRequire(import.meta.url).resolve('@graphql-yoga/graphiql/package.json');
  } catch (cause) {
    throw new Error('GraphiQL has no files here. Run "npm run build", or "npm ci" with dev dependencies.', {
      cause,
    });
  }
  return (name) => new URL(`dist/${editorFiles[name]}`, pathToFileURL(installed));
}

function fileAsset(name: string, file: URL): Asset {
  return createAsset(
    name,
    () => readFile(file),
    async (encoding) => {
      const packed = `${fileURLToPath(file)}.${packedSuffix[encoding]}`;
      return existsSync(packed) ? readFile(packed) : null;
    },
  );
}

type Packing = Exclude<Encoding, 'identity'>;

function createAsset(
  name: string,
  readPlain: () => Promise<Buffer>,
  readPacked: (encoding: Packing) => Promise<Buffer | null> = async () => null,
): Asset {
  const packed = new Map<Packing, Promise<Buffer>>();
  return {
    type: contentTypes[name.slice(name.lastIndexOf('.')) as keyof typeof contentTypes],
    read(encoding) {
      if (encoding === 'identity') return readPlain();
      let body = packed.get(encoding);
      if (!body) {
        body = readPacked(encoding).then(async (found) => found ?? pack(await readPlain(), encoding));
        packed.set(encoding, body);
        body.catch(() => packed.delete(encoding));
      }
      return body;
    },
  };
}

/** Suffixes of packed files. */
export const packedSuffix = { br: 'br', gzip: 'gz' } as const satisfies Record<Packing, string>;

/**
 * Packs a body in a thread of its own.
 *
 * @param effort `quick` takes a tenth of a second for the whole editor, `thorough` ten seconds for a tenth less.
 */
export async function pack(
  body: Buffer,
  encoding: Packing,
  effort: 'quick' | 'thorough' = 'quick',
): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(body, { level: effort === 'quick' ? 6 : 9 });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: effort === 'quick' ? 5 : 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
  };
  return promisify(brotliCompress)(body, { params });
}

const contentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
} as const;
