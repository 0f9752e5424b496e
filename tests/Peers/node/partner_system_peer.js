'use strict';
// A partner's own system in Node: exchange.partner.v1.PartnerSystem over mutual TLS, from the shipped protos only.
//
// usage: node partner_system_peer.js PROTOS CA CERT KEY
//
// Listens on free loopback ports and prints one JSON object a line: first {"port": ..., "foreignPort": ...}, then {"seen": ...} for
// every question. A line "NAME" on standard input changes how it behaves from then on, which it confirms with {"behaviour": NAME};
// the end of standard input ends it. The foreign port speaks HTTP/2 and no gRPC, or with "zipped" a gRPC that nobody asked for.

const fs = require('node:fs');
const http2 = require('node:http2');
const readline = require('node:readline');
const zlib = require('node:zlib');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protos, caFile, certFile, keyFile] = process.argv.slice(2);
const [ca, cert, key] = [caFile, certFile, keyFile].map((file) => fs.readFileSync(file));
const definition = loader.loadSync('exchange/partner/v1/partner_system.proto', { includeDirs: [protos], longs: String, enums: String, oneofs: true });
const method = definition['exchange.partner.v1.PartnerSystem'].GetSections;

let behaviour = 'answers';
let calls = 0;

function say(what) {
  process.stdout.write(JSON.stringify(what) + '\n');
}

function section(bsn, fields = {}, rest = {}) {
  return {
    bsn,
    keepUntil: { year: 2099, month: 12, day: 31 },
    date: { year: 2026, month: 3 },
    workIncome: { benefit: 'bijstand', ...fields },
    ...rest,
  };
}

// What the behaviour makes of a question: the bytes of a response.
function answer(request) {
  const now = Math.floor(Date.now() / 1000);
  const { bsn } = request;
  const response = { questionId: request.questionId, answer: 'ANSWER_FOUND', asOf: { seconds: now }, sections: [section(bsn)] };
  switch (behaviour) {
    case 'finds-nothing': Object.assign(response, { answer: 'ANSWER_NOTHING_FOUND', sections: [] }); break;
    case 'refuses': Object.assign(response, { answer: 'ANSWER_REFUSED', sections: [] }); break;
    case 'garbage': return Buffer.from('\u00ff\u00ff\u00ff this is no protobuf', 'latin1');
    case 'too-much': response.sections = Array(3).fill(section(bsn, { narrative: 'x'.repeat(65536) })); break;
    case 'long': response.sections = [section(bsn, { narrative: 'x'.repeat(65536) })]; break;
    case 'another-person': response.sections.push(section('999990020')); break;
    case 'unasked-field': response.sections = [section(bsn, { employer: 'Bakkerij De Verzinning' })]; break;
    case 'unasked-category': response.sections = [{ ...section(bsn), workIncome: undefined, police: { incidentKind: 'overig' } }]; break;
    case 'another-question': response.questionId = 'AAAAAAAAAAAAAAAAAAAAAA'; break;
    case 'bad-code': response.sections = [section(bsn, { benefit: 'rijk' })]; break;
    case 'generalised': response.sections = [section(bsn, { since: { ageBand: { lowest: 18 } } })]; break;
    case 'unknown-field': return Buffer.concat([method.responseSerialize(response), Buffer.from([0xfa, 0x3e, 3, 110, 101, 119])]); // field 999
    case 'old': response.asOf = { seconds: now - 3 * 24 * 3600 }; break;
    case 'from-the-future': response.asOf = { seconds: now + 3600 }; break;
  }
  return method.responseSerialize(response);
}

function getSections(call, callback) {
  calls++;
  const { request } = call;
  say({ seen: {
    id: request.questionId,
    bsn: request.bsn,
    asked: Object.fromEntries(request.asked.map((asked) => [asked.category, asked.fields])),
    metadata: Object.keys(call.metadata.getMap()).sort(),
    caller: call.getAuthContext().sslPeerCertificate.subject.CN,
    bytes: method.requestSerialize(request).length,
  } });
  const refuse = (code, details) => callback({ code, details });
  if (behaviour === 'unavailable' || (behaviour === 'unavailable-once' && calls === 1)) refuse(grpc.status.UNAVAILABLE, 'down for the night');
  else if (behaviour === 'denied') refuse(grpc.status.PERMISSION_DENIED, 'not for you');
  else if (behaviour === 'fails') refuse(grpc.status.INTERNAL, 'something broke');
  else if (behaviour !== 'hangs') callback(null, answer(request));
}

const server = new grpc.Server();
server.addService({ GetSections: { ...method, responseSerialize: (bytes) => bytes } }, { GetSections: getSections });
const credentials = grpc.ServerCredentials.createSsl(ca, [{ private_key: key, cert_chain: cert }], true);

const foreign = http2.createSecureServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true });
foreign.on('stream', (stream) => {
  stream.on('error', () => {});
  if (behaviour !== 'zipped') {
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    stream.end('<html><body>Welcome to our intranet</body></html>');
    return;
  }
  const packed = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024)); // 64 MiB of zeros in 64 KiB
  const head = Buffer.alloc(5);
  head[0] = 1;
  head.writeUInt32BE(packed.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-encoding': 'gzip' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([head, packed]));
});

server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  foreign.listen(0, '127.0.0.1', () => say({ port, foreignPort: foreign.address().port }));
});

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  behaviour = line.trim();
  calls = 0;
  say({ behaviour });
});
lines.on('close', () => process.exit(0));
