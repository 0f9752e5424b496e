'use strict';
// A partner's client in Node that makes the calls that it is told of, over mutual TLS, from the shipped protos only.
//
// usage: node contract_peer.js PROTOS ADDRESS CA CERT KEY < calls.json
//
// The calls on standard input are a list, made one after the other over one channel, of
// {"method": "package.Service/Method", "request": {...}, "token": ..., "signing_key": file, "kid": ..., "gzip": true,
// "timeout": seconds, "cancel": true, "messages": 1}. Only method and request are required; the request is the proto's JSON, or a list
// of them for a method that takes a stream; a signature is over the first. "cancel" ends the call before it is answered, and
// "messages" says after how many of a stream. Prints one list: what came of each call.

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protos, address, ca, cert, key] = process.argv.slice(2);
const files = fs.readdirSync(protos, { recursive: true }).filter((file) => file.endsWith('.proto'));
const definitions = loader.loadSync(files.map((file) => path.join(protos, file)), { includeDirs: [protos], enums: String, longs: String, defaults: true, oneofs: true });

// In JSON a moment is a text; the library only knows its two numbers.
function moment(_, value) {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return value;
  const milliseconds = Date.parse(value);
  return { seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1e6 };
}

function sign(asked, messageName, exact) {
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: asked.kid, typ: messageName + '+jws' })).toString('base64url');
  const input = Buffer.from(`${header}.${exact.toString('base64url')}`);
  return `${header}..${crypto.sign('sha256', input, { key: fs.readFileSync(asked.signing_key), dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function richError(metadata) {
  const [bytes] = metadata.get('grpc-status-details-bin');
  if (!bytes) return undefined;
  const seen = { fields: [] };
  const status = definitions['google.rpc.Status'].deserialize(bytes);
  seen.code = status.code;
  for (const any of status.details) {
    const name = any.type_url.split('/').pop();
    const detail = definitions[name].deserialize(any.value);
    if (name === 'google.rpc.ErrorInfo') Object.assign(seen, { reason: detail.reason, domain: detail.domain, trace: detail.metadata.trace_id });
    if (name === 'google.rpc.BadRequest') seen.fields = detail.fieldViolations.map((violation) => violation.field);
  }
  return seen;
}

// The service of a full name, with the fully qualified name of its request message.
function find(name) {
  const [service, rpc] = name.split('/');
  const method = definitions[service][rpc];
  return { method, requestName: `${service.slice(0, service.lastIndexOf('.'))}.${method.requestType.type.name}` };
}

// What came of one call: its status, its messages, and the HMACs over their exact bytes by the nonce that came with them.
function make(client, asked) {
  const { method, requestName } = find(asked.method);
  const exact = [asked.request].flat().map((request) => method.requestSerialize(request));
  const metadata = new grpc.Metadata();
  if (asked.token) metadata.set('authorization', 'Bearer ' + asked.token);
  if (asked.signing_key) metadata.set('exchange-signature', sign(asked, requestName, exact[0]));
  const options = { deadline: Date.now() + (asked.timeout ?? 30) * 1000 };
  const same = (bytes) => bytes;

  return new Promise((resolve) => {
    const answers = [];
    const seen = {};
    const one = (error, bytes) => { if (!error) answers.push(bytes); };
    let call;
    if (method.responseStream) {
      call = method.requestStream
        ? client.makeBidiStreamRequest(method.path, same, same, metadata, options)
        : client.makeServerStreamRequest(method.path, same, same, exact[0], metadata, options);
      call.on('data', (bytes) => {
        answers.push(bytes);
        if (answers.length === asked.messages) call.cancel();
      });
      call.on('error', () => {}); // told by the status
    } else {
      call = method.requestStream
        ? client.makeClientStreamRequest(method.path, same, same, metadata, options, one)
        : client.makeUnaryRequest(method.path, same, same, exact[0], metadata, options, one);
    }
    call.on('metadata', (initial) => { seen.initialNonce = initial.get('exchange-nonce-bin')[0]?.toString('hex'); });
    call.on('status', (status) => {
      const [nonce] = status.metadata.get('exchange-nonce-bin');
      resolve({
        ...seen,
        code: grpc.status[status.code],
        details: status.details,
        nonceBytes: nonce?.length ?? 0,
        receipt: status.metadata.get('exchange-receipt-bin')[0]?.toString('hex') ?? '',
        hmacs: answers.map((bytes) => crypto.createHmac('sha256', nonce ?? '').update(bytes).digest('hex')),
        responses: answers.map((bytes) => method.responseDeserialize(bytes)),
        error: richError(status.metadata),
      });
    });
    if (method.requestStream) {
      exact.forEach((bytes) => call.write(bytes));
      call.end();
    }
    if (asked.cancel) call.cancel();
  });
}

async function main() {
  const credentials = grpc.credentials.createSsl(...[ca, key, cert].map((file) => fs.readFileSync(file)));
  const clients = [grpc.compressionAlgorithms.identity, grpc.compressionAlgorithms.gzip]
    .map((algorithm) => new grpc.Client(address, credentials, { 'grpc.default_compression_algorithm': algorithm }));
  const seen = [];
  for (const asked of JSON.parse(fs.readFileSync(0, 'utf8'), moment)) seen.push(await make(clients[asked.gzip ? 1 : 0], asked));
  clients.forEach((client) => client.close());
  process.stdout.write(JSON.stringify(seen));
}

main();
