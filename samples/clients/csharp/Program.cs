// A partner's client in C#: finds a case, contributes to it, and reads its dossier page by page.
//
// usage: client [CASE]
//
// With a case on the command line it only reads that one. Settings come from the environment; README.md lists them.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

const string Partnership = "amsterdam", Role = "coordinator", Purpose = "casusoverleg", Meeting = "meldpunt";
const string Ground = "AVG art. 6(1)(e), Gemeentewet art. 172"; // word for word as in the covenant
var attemptWithin = TimeSpan.FromSeconds(10);
StatusCode[] tryAgain = [StatusCode.Unavailable, StatusCode.Aborted, StatusCode.DeadlineExceeded];

using var certificate = X509Certificate2.CreateFromPemFile(Setting("EXCHANGE_CERT"), Setting("EXCHANGE_KEY"));
using var authority = X509CertificateLoader.LoadCertificateFromFile(Setting("EXCHANGE_CA"));
using var handler = new SocketsHttpHandler
{
    SslOptions =
    {
        ClientCertificates = [certificate],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck, // the development CA publishes no list; in production leave this line out
        },
    },
};
using var channel = GrpcChannel.ForAddress("https://" + Setting("EXCHANGE_ADDRESS"), new GrpcChannelOptions { HttpHandler = handler });
var invoker = channel.CreateCallInvoker();

try
{
    if (args is [var known])
    {
        await ReadAsync(known);
        return 0;
    }

    var list = new ListCasesRequest { Partnership = Partnership, ActingRole = Role, Purpose = Purpose, MeetingId = Meeting };
    var cases = (await CallAsync("ListCases", list, ListCasesResponse.Parser)).Cases;
    if (cases.Count == 0)
    {
        Console.Error.WriteLine("no case yet: open one first");
        return 1;
    }

    await ContributeAsync(cases[0].CaseId);
    await ReadAsync(cases[0].CaseId);
    return 0;
}
catch (RpcException error)
{
    Refused(error);
    return 1;
}

async Task ContributeAsync(string caseId)
{
    var lastDay = TimeProvider.System.GetLocalNow().AddDays(30);
    var request = new ContributeRequest
    {
        Partnership = Partnership,
        ActingRole = Role,
        Purpose = Purpose,
        MeetingId = Meeting,
        CaseId = caseId,
        IdempotencyKey = RandomNumberGenerator.GetHexString(32, lowercase: true),
        Contribution = new Contribution
        {
            Signals = new SignalsSection { Kind = "gedrag", Narrative = "Een verzonnen melding." },
            Ground = Ground,
            KeepUntil = new Date { Year = lastDay.Year, Month = lastDay.Month, Day = lastDay.Day },
        },
    };
    var response = await CallAsync("Contribute", request, ContributeResponse.Parser, signed: true);
    Console.WriteLine($"contributed {response.SectionId} version {response.Version}");
}

async Task ReadAsync(string caseId)
{
    var request = new GetBasisdossierRequest
    {
        Partnership = Partnership,
        ActingRole = Role,
        Purpose = Purpose,
        MeetingId = Meeting,
        CaseId = caseId,
        PageSize = 2,
    };
    for (var page = 1; page == 1 || request.PageToken.Length > 0; page++)
    {
        var response = await CallAsync("GetBasisdossier", request, GetBasisdossierResponse.Parser);
        foreach (var section in response.Sections)
        {
            var level = section.Level.ToString().ToLowerInvariant();
            Console.WriteLine($"page {page}: {section.Category} of {section.Source}, {level} by article {section.Article}, for {section.Obligations.Purpose} only");
        }

        request.PageToken = response.NextPageToken;
    }
}

// One call. Without an answer the same bytes go again: under one idempotency key it is done once.
async Task<T> CallAsync<T>(string rpc, IMessage request, MessageParser<T> parser, bool signed = false)
    where T : IMessage<T>
{
    var same = new Marshaller<byte[]>(bytes => bytes, bytes => bytes);
    var method = new Method<byte[], byte[]>(MethodType.Unary, "exchange.v1.DossierService", rpc, same, same);
    var exact = request.ToByteArray(); // once: these bytes are signed, and these are sent
    for (var wait = TimeSpan.FromSeconds(0.5); ; wait *= 2)
    {
        var headers = new Metadata { { "authorization", "Bearer " + File.ReadAllText(Setting("EXCHANGE_TOKEN_FILE")).Trim() } }; // may have been renewed
        if (signed)
            headers.Add("exchange-signature", Sign(request.Descriptor, exact));
        try
        {
            var deadline = (TimeProvider.System.GetUtcNow() + attemptWithin).UtcDateTime;
            using var call = invoker.AsyncUnaryCall(method, null, new CallOptions(headers, deadline), exact);
            var answer = await call;
            KeepAnswer(rpc, call.GetTrailers(), answer);
            return parser.ParseFrom(answer);
        }
        catch (RpcException error)
        {
            Keep(rpc, error.Trailers, new JsonObject { ["reason"] = Details(error).Info?.Type });
            if (wait.TotalSeconds > 2 || !tryAgain.Contains(error.StatusCode))
                throw;
            await Task.Delay(wait);
        }
    }
}

// The organisation's detached JWS over the exact bytes of a request.
string Sign(MessageDescriptor message, byte[] exact)
{
    using var key = ECDsa.Create();
    key.ImportFromPem(File.ReadAllText(Setting("EXCHANGE_SIGNING_KEY")));
    var header = JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, string> { ["alg"] = "ES256", ["kid"] = Setting("EXCHANGE_KID"), ["typ"] = message.FullName + "+jws" });
    var head = Base64Url.EncodeToString(header);
    var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{Base64Url.EncodeToString(exact)}"), HashAlgorithmName.SHA256);
    return $"{head}..{Base64Url.EncodeToString(signature)}";
}

void KeepAnswer(string rpc, Metadata trailers, byte[] exact)
{
    var nonce = trailers.GetValueBytes("exchange-nonce-bin")!;
    Keep(rpc, trailers, new JsonObject { ["nonce"] = Convert.ToBase64String(nonce), ["response"] = Convert.ToBase64String(exact) });
    Console.WriteLine($"evidence {rpc} {Convert.ToHexStringLower(HMACSHA256.HashData(nonce, exact))}");
}

// Keeps what proves later what was answered or refused, with the entry of the log that tells of it. It is personal data.
void Keep(string rpc, Metadata trailers, JsonObject line)
{
    if (trailers.GetValueBytes("exchange-receipt-bin") is not { } bytes)
        return; // nothing was logged: the call did not come through
    var receipt = Receipt.Parser.ParseFrom(bytes);
    (line["rpc"], line["index"], line["leafHash"]) = (rpc, receipt.Index, receipt.LeafHash.ToBase64());
    var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
    if (!OperatingSystem.IsWindows())
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    using var file = new StreamWriter(Setting("EXCHANGE_EVIDENCE"), options);
    file.WriteLine(line.ToJsonString());
}

// What a refusal tells: its reason and trace, and the fields at fault.
static (ErrorInfo? Info, BadRequest? Fields) Details(RpcException error)
{
    var status = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin") ?? []);
    var info = status.Details.FirstOrDefault(d => d.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>();
    return (info, status.Details.FirstOrDefault(d => d.Is(BadRequest.Descriptor))?.Unpack<BadRequest>());
}

// Says why: act on the reason, never on the sentence.
static void Refused(RpcException error)
{
    var (info, fields) = Details(error);
    var trace = info is not null && info.Metadata.TryGetValue("trace_id", out var id) ? id : "-";
    Console.Error.WriteLine($"{error.StatusCode} {info?.Type ?? "-"} {error.Status.Detail} trace {trace}"); // Type is the reason
    foreach (var violation in fields?.FieldViolations ?? [])
        Console.Error.WriteLine($"  {violation.Field}: {violation.Description}");
}

static string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"Set {name}: see README.md.");
