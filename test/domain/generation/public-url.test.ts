import { describe, expect, test } from 'vitest';
import { findUrlFault } from '../../../src/domain/generation/public-url.ts';

const faultOf = (url: string, allowPrivateUrls = false) => findUrlFault(url, { allowPrivateUrls });

describe('a URL that can be handed on', () => {
  test.each([
    'https://cdn.example.net/a.png',
    'http://cdn.example.net:8080/a.png?x=1&y=%20#z',
    'HTTPS://CDN.EXAMPLE.NET',
    'https://bücher.example/ä.png',
    'http://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
    'http://[::ffff:1.1.1.1]/',
    'https://localhost.example.net/',
    'https://cdn.example.net./a@b',
    `https://cdn.example.net/${'a'.repeat(2048 - 24)}`,
  ])('is %s', (url) => {
    expect(faultOf(url)).toBeNull();
  });
});

describe('a URL that is no plain absolute http or https URL', () => {
  test.each([
    '',
    'a.png',
    '/a.png',
    '//cdn.example.net/a.png',
    'ftp://cdn.example.net/a.png',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    'https:cdn.example.net/a.png',
    'https:///cdn.example.net/a.png',
    'https:\\\\cdn.example.net',
    'https://cdn.example.net\\@127.0.0.1/',
    ' https://cdn.example.net/',
    'https://cdn.example.net/a b',
    'https://cdn.example.net/\n',
    'ht\ttps://cdn.example.net/',
    'https://cdn.example.net:99999/',
    'https://cdn.example.net/\ud800',
    'https://[::1',
    'http://1.2.3.4.5/',
  ])('is refused, even where private hosts are allowed: %j', (url) => {
    expect(faultOf(url, true)).toContain('absolute http or https URL');
  });

  test('is refused with its length when that is over 2048 characters', () => {
    expect(faultOf(`https://cdn.example.net/${'a'.repeat(2048 - 23)}`)).toBe(
      'At most 2048 characters are taken.',
    );
  });

  test.each([
    'https://user@cdn.example.net/',
    'https://user:secret@cdn.example.net/',
    'https://@cdn.example.net/',
  ])('is refused when it carries credentials: %s', (url) => {
    expect(faultOf(url, true)).toContain('user name or password');
  });
});

describe('a private host', () => {
  const privateUrls = [
    // Names.
    'http://localhost/',
    'http://LOCALHOST:4000/',
    'http://localhost./',
    'http://api.localhost/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://router.lan/',
    'http://nas.home.arpa/',
    'http://intranet/',
    'http://localhost%2e/',
    'http://ｌｏｃａｌｈｏｓｔ/',
    // IPv4, however it is spelled.
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://%31%32%37.0.0.1/',
    'http://①②⑦.0.0.1/',
    'http://127。0。0。1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    // IPv6, and IPv4 within it.
    'http://[::]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[fec0::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:db8::1]/',
  ];

  test.each(privateUrls)('is refused: %s', (url) => {
    expect(faultOf(url)).toContain('private or reserved');
  });

  test.each(privateUrls)('is taken where the operator allows it: %s', (url) => {
    expect(faultOf(url, true)).toBeNull();
  });
});
