/**
 * How GraphiQL talks to the endpoint: POST for everything; a subscription's answer is a stream of events (SSE), which
 * unlike a WebSocket carries the headers editor's headers.
 *
 * Answers as an observable, so that the stop button ends the request and with it the work behind it.
 *
 * @param options.endpoint where to POST.
 * @param options.onAnswer sees each answer before GraphiQL does.
 */
export function createFetcher({ endpoint, onAnswer }) {
  return (operation, { headers } = {}) => ({
    subscribe(observer) {
      const stop = new AbortController();
      const request = {
        method: 'POST',
        headers: { ...headers, accept: ACCEPT, 'content-type': 'application/json' },
        body: JSON.stringify(operation),
        signal: stop.signal,
      };

      (async () => {
        try {
          for await (const answer of readAnswers(await fetch(endpoint, request))) {
            onAnswer(answer);
            observer.next(answer);
          }
          observer.complete();
        } catch (error) {
          if (!stop.signal.aborted) observer.error(error);
        }
      })();
      return { unsubscribe: () => stop.abort() };
    },
  });
}

/** Which of them it is, one result or a stream of them, is for the operation to say. */
const ACCEPT = 'application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.8';

async function* readAnswers(response) {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) return yield* readEvents(response.body);
  if (/^application\/([\w-]+\+)?json/.test(type)) return yield response.json();
  throw new Error(`HTTP ${response.status}: ${(await response.text()).slice(0, 500) || 'an empty answer'}`);
}

async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done)
      throw new Error('The stream was cut before it was complete. Run again to see the present state.');
    const events = (unread + value).split('\n\n');
    unread = events.pop();
    for (const event of events) {
      const lines = event.split('\n');
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length));
      if (lines.includes('event: next')) yield JSON.parse(data.join('\n'));
      if (lines.includes('event: complete')) return;
    }
  }
}
