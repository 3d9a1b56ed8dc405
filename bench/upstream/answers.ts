/** A whole answer of HTTP with a text that is short. */
export function textAnswer(body: string, status = '200 OK'): string {
  return head(Buffer.byteLength(body), status) + body;
}

/** A whole answer of HTTP. @param coding its `Content-Encoding`. */
export function jsonAnswer(body: Buffer, coding?: string): Buffer {
  return Buffer.concat([Buffer.from(head(body.length, '200 OK', coding)), body]);
}

function head(length: number, status: string, coding?: string): string {
  const encoding = coding === undefined ? '' : `content-encoding: ${coding}\r\n`;
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${encoding}content-length: ${length}\r\nconnection: keep-alive\r\n\r\n`;
}
