'use strict';
// Sends what no gRPC library sends, over Node's own HTTP/2 and mutual TLS, and tells what came back as it came.
//
// usage: node wire_peer.js ADDRESS CA CERT KEY < requests.json
//
// The requests on standard input are a list, made one after the other over one connection, of
// {"path": "/package.Service/Method", "headers": {...}, "body": hexadecimal, "first": true}. With "first" the stream is closed when
// something of the body came. Prints one list of {"headers": {...}, "trailers": {...}, "body": hexadecimal}.

const fs = require('node:fs');
const http2 = require('node:http2');

const [address, ca, cert, key] = process.argv.slice(2);

function send(session, { path, headers, body, first }) {
  return new Promise((resolve) => {
    const seen = { headers: {}, trailers: {}, body: '' };
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers });
    stream.on('response', (came) => { seen.headers = { ...came }; });
    stream.on('trailers', (came) => { seen.trailers = { ...came }; });
    stream.on('data', (bytes) => {
      seen.body += bytes.toString('hex');
      if (first) stream.close(http2.constants.NGHTTP2_CANCEL);
    });
    stream.on('error', () => {}); // told by what did not come
    stream.on('close', () => resolve(seen));
    stream.end(Buffer.from(body, 'hex'));
  });
}

async function main() {
  const [tlsCa, tlsCert, tlsKey] = [ca, cert, key].map((file) => fs.readFileSync(file));
  const session = http2.connect(`https://${address}`, { ca: tlsCa, cert: tlsCert, key: tlsKey });
  const seen = [];
  for (const request of JSON.parse(fs.readFileSync(0, 'utf8'))) seen.push(await send(session, request));
  session.close();
  process.stdout.write(JSON.stringify(seen));
}

main();
