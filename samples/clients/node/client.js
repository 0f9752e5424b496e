'use strict';
// A partner's client in Node: finds a case, contributes to it, and reads its dossier page by page.
//
// usage: node client.js [CASE]
//
// With a case on the command line it only reads that one. Settings come from the environment; README.md lists them.

const crypto = require('node:crypto');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const CALLER = { partnership: 'amsterdam', actingRole: 'coordinator', purpose: 'casusoverleg', meetingId: 'meldpunt' };
const GROUND = 'AVG art. 6(1)(e), Gemeentewet art. 172'; // word for word as in the covenant
const DEADLINE = 10_000; // milliseconds, for every attempt
const TRY_AGAIN = [grpc.status.UNAVAILABLE, grpc.status.ABORTED, grpc.status.DEADLINE_EXCEEDED];

const protos = loader.loadSync(['exchange/v1/dossier_service.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'], {
  includeDirs: [process.env.EXCHANGE_PROTOS], enums: String, longs: String, defaults: true, oneofs: true,
});

// What a file says that the environment names.
const setting = (name) => fs.readFileSync(process.env[name]);
const base64url = (data) => Buffer.from(data).toString('base64url');

// The organisation's detached JWS over the exact bytes of a request.
function sign(messageName, exact) {
  const header = { alg: 'ES256', kid: process.env.EXCHANGE_KID, typ: messageName + '+jws' };
  const signed = base64url(JSON.stringify(header));
  const key = { key: setting('EXCHANGE_SIGNING_KEY'), dsaEncoding: 'ieee-p1363' };
  return `${signed}..${base64url(crypto.sign('sha256', Buffer.from(`${signed}.${base64url(exact)}`), key))}`;
}

// Keeps what proves later what was answered or refused, with the entry of the log that tells of it. It is personal data.
function keep(rpc, trailers, what) {
  const [bytes] = trailers?.get('exchange-receipt-bin') ?? [];
  if (!bytes) return; // nothing was logged: the call did not come through
  const { index, leafHash } = protos['exchange.v1.Receipt'].deserialize(bytes);
  const line = { rpc, index: Number(index), leafHash: leafHash.toString('base64'), ...what };
  fs.appendFileSync(process.env.EXCHANGE_EVIDENCE, JSON.stringify(line) + '\n', { mode: 0o600 });
}

function keepAnswer(rpc, trailers, exact) {
  const [nonce] = trailers.get('exchange-nonce-bin');
  keep(rpc, trailers, { nonce: nonce.toString('base64'), response: exact.toString('base64') });
  console.log('evidence', rpc, crypto.createHmac('sha256', nonce).update(exact).digest('hex'));
}

// One attempt: bytes in, bytes and trailers out.
function attempt(client, path, exact, metadata) {
  return new Promise((resolve, reject) => {
    let answer;
    const same = (bytes) => bytes;
    client.makeUnaryRequest(path, same, same, exact, metadata, { deadline: Date.now() + DEADLINE }, (error, bytes) => {
      if (error) reject(error);
      answer = bytes;
    }).on('status', (status) => resolve({ answer, trailers: status.metadata }));
  });
}

// One call. Without an answer the same bytes go again: under one idempotency key it is done once.
async function call(client, rpc, request, { signed = false } = {}) {
  const method = protos['exchange.v1.DossierService'][rpc];
  const exact = method.requestSerialize(request); // once: these bytes are signed, and these are sent
  for (const wait of [500, 1000, 2000, 0]) {
    const metadata = new grpc.Metadata();
    metadata.set('authorization', 'Bearer ' + setting('EXCHANGE_TOKEN_FILE').toString().trim()); // may have been renewed
    if (signed) metadata.set('exchange-signature', sign(`exchange.v1.${method.requestType.type.name}`, exact));
    try {
      const { answer, trailers } = await attempt(client, method.path, exact, metadata);
      keepAnswer(rpc, trailers, answer);
      return method.responseDeserialize(answer);
    } catch (error) {
      keep(rpc, error.metadata, { reason: details(error)['google.rpc.ErrorInfo']?.reason });
      if (!wait || !TRY_AGAIN.includes(error.code)) throw error;
      await sleep(wait);
    }
  }
}

async function contribute(client, caseId) {
  const lastDay = new Date(Date.now() + 30 * 24 * 3600 * 1000);
  const response = await call(client, 'Contribute', {
    ...CALLER,
    caseId,
    idempotencyKey: crypto.randomBytes(16).toString('hex'),
    contribution: {
      signals: { kind: 'gedrag', narrative: 'Een verzonnen melding.' },
      ground: GROUND,
      keepUntil: { year: lastDay.getFullYear(), month: lastDay.getMonth() + 1, day: lastDay.getDate() },
    },
  }, { signed: true });
  console.log(`contributed ${response.sectionId} version ${response.version}`);
}

async function read(client, caseId) {
  for (let pageToken = '', page = 1; page === 1 || pageToken; page++) {
    const response = await call(client, 'GetBasisdossier', { ...CALLER, caseId, pageSize: 2, pageToken });
    pageToken = response.nextPageToken;
    for (const { category, source, level, article, obligations } of response.sections) {
      const shown = level.replace('LEVEL_', '').toLowerCase();
      console.log(`page ${page}: ${category} of ${source}, ${shown} by article ${article}, for ${obligations.purpose} only`);
    }
  }
}

// What a refusal tells, by the names of its details.
function details(error) {
  const unpack = (name, bytes) => protos[name].deserialize(bytes);
  const [bytes = Buffer.alloc(0)] = error.metadata?.get('grpc-status-details-bin') ?? [];
  return Object.fromEntries(unpack('google.rpc.Status', bytes).details.map((any) => {
    const name = any.type_url.split('/').pop();
    return [name, unpack(name, any.value)];
  }));
}

// Says why: act on the reason, never on the sentence.
function refused(error) {
  const told = details(error);
  const info = told['google.rpc.ErrorInfo'];
  console.error(grpc.status[error.code], info?.reason ?? '-', error.details, 'trace', info?.metadata.trace_id ?? '-');
  for (const violation of told['google.rpc.BadRequest']?.fieldViolations ?? []) {
    console.error(`  ${violation.field}: ${violation.description}`);
  }
}

async function main(caseId) {
  const credentials = grpc.credentials.createSsl(setting('EXCHANGE_CA'), setting('EXCHANGE_KEY'), setting('EXCHANGE_CERT'));
  const client = new grpc.Client(process.env.EXCHANGE_ADDRESS, credentials);
  try {
    if (!caseId) {
      const { cases } = await call(client, 'ListCases', CALLER);
      if (cases.length === 0) throw new Error('no case yet: open one first');
      caseId = cases[0].caseId;
      await contribute(client, caseId);
    }
    await read(client, caseId);
  } catch (error) {
    process.exitCode = 1;
    if (error.code === undefined) console.error(error.message);
    else refused(error);
  } finally {
    client.close();
  }
}

main(process.argv[2]);
