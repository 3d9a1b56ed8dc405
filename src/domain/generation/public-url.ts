import ipaddr from 'ipaddr.js';

/** Longest URL that is passed on. */
const MAX_URL_CHARACTERS = 2048;

/**
 * What keeps a URL from being handed to Pictory, in words that say what to send instead; null when nothing does.
 *
 * Good is an absolute http or https URL of at most 2048 characters, without credentials, whose host is not private. A
 * host name is judged by how it is spelled, not by what it resolves to: it is Pictory that fetches, not this gateway.
 */
export function findUrlFault(url: string, rules: { allowPrivateUrls: boolean }): string | null {
  if (url.length > MAX_URL_CHARACTERS) return `At most ${MAX_URL_CHARACTERS} characters are taken.`;
  const authority = authorityOf(url);
  if (authority === null || !URL.canParse(url)) {
    return 'An absolute http or https URL is needed, with spaces and control characters percent-encoded.';
  }
  if (authority.includes('@'))
    return 'A URL with a user name or password is not passed on; use a signed URL instead.';
  if (!rules.allowPrivateUrls && isPrivateHost(new URL(url).hostname)) {
    return 'This host is private or reserved; Pictory needs a URL that is readable on the public internet.';
  }
  return null;
}

/**
 * The part between `//` and the path. Null where this is not plainly one: URL parsers mend backslashes, missing
 * slashes, spaces and line breaks, each in its own way, and the URL goes out as it came.
 */
function authorityOf(url: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0020\u007f\\]/.test(url) || !url.isWellFormed()) return null;
  return url.match(/^https?:\/\/([^/?#]+)/i)?.[1] ?? null;
}

/** Endings of names that the public DNS does not serve. */
const PRIVATE_DOMAINS = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'svc',
  'home.arpa',
];

/** The address at which machines on Azure find their metadata and keys; it looks public. */
const AZURE_METADATA = '168.63.129.16';

/** @param hostname as `new URL()` gives it, which has already brought odd spellings of IPv4 into the usual form. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  if (ipaddr.isValid(host)) return !isPublicAddress(host);
  // An empty label (`a..b`) is no name at all.
  if (!host.includes('.') || host.split('.').includes('')) return true;
  return PRIVATE_DOMAINS.some((domain) => host.endsWith(`.${domain}`));
}

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

function isPublicAddress(host: string): boolean {
  const address = ipaddr.process(host);
  if (address.range() !== 'unicast' || address.toString() === AZURE_METADATA) return false;
  // Outside of it lie forms that embed an IPv4 address (`::127.0.0.1`), and nothing that can be reached.
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST);
}
