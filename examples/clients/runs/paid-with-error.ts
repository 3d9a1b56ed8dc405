import { fetchWithRetry } from '../extracted/src/fetch-with-retry.ts';

// Sends an order and asks for what cannot be read just now, and prints the answer as one line of JSON.
const { GATEWAY_URL = '', GATEWAY_TOKEN } = process.env;
const query = `mutation {
  generateImage(input: { prompt: "A lighthouse above the clouds" }) {
    ... on GenerateImagePayload { job(waitSeconds: 20) { status image { id } } }
  }
}`;
const headers = { 'content-type': 'application/json', authorization: `Bearer ${GATEWAY_TOKEN}` };
const response = await fetchWithRetry(GATEWAY_URL, {
  method: 'POST',
  headers,
  body: JSON.stringify({ query }),
});
console.log(await response.text());
