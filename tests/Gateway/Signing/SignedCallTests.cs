using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Cli.Call;
using Exchange.Commands;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Signing;

/// <summary>Over the wire: what is contributed is signed by the partner, verified on arrival, and kept so that anybody can verify it again.</summary>
public sealed class SignedCallTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private Person _police = null!;
    private string _caseId = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _police = _gateway.Person("politie", "p.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Contribute_Signed_KeepsWhatVerifiesWithThePublicKeyAloneAndNothingElse()
    {
        var request = Contribution();
        var headers = _police.Headers(request);
        var answer = await _police.Dossiers.ContributeAsync(request, headers, cancellationToken: TestContext.Current.CancellationToken);

        var jws = await KeptAsync(EvidencePlace.Section(new SectionId(answer.SectionId), answer.Version));

        // From here on with nothing of the gateway's: three parts, one signature, the key that the partner published.
        var parts = jws.Split('.');
        var payload = Base64Url.DecodeFromChars(parts[1]);
        Assert.Equal(request, ContributeRequest.Parser.ParseFrom(payload));
        Assert.True(VerifiesOffline(jws));
        payload[^1] ^= 1;
        Assert.False(VerifiesOffline($"{parts[0]}.{Base64Url.EncodeToString(payload)}.{parts[2]}"));

        // The log tells which signature that is.
        var detached = headers.GetValue(RequestSigner.Header)!;
        Assert.Equal(detached, $"{parts[0]}..{parts[2]}");
        var entry = _gateway.Entries()[^1];
        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(_gateway.Pki.Parties["politie"].Requests.KeyId, entry.Evidence.Kid);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(detached)), entry.Evidence.JwsSha256.ToByteArray());
        Assert.Equal(SHA256.HashData(PublicKey().ExportSubjectPublicKeyInfo()), entry.Evidence.KeySha256.ToByteArray());
    }

    [Fact]
    public async Task OpenCase_Signed_KeepsTheRequestWithTheFirstSection()
    {
        var desk = _gateway.Person("oov", "o.coordinator", "coordinator");
        var request = new V1.OpenCaseRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = desk.Role,
            Purpose = "casusoverleg",
            IdempotencyKey = RandomId.Create(),
            Subject = new IdentitySection { Surname = Samples.Surname },
            Ground = _gateway.Covenant.GroundsFor("oov", "identity")[0],
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        };
        await AssertRefusedAsync(
            desk.Dossiers.OpenCaseAsync(request, desk.Headers(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync, "SIGNATURE_MISSING");

        var opened = await desk.Dossiers.OpenCaseAsync(request, desk.Headers(request), cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotNull(_gateway.Entries()[^1].Evidence);
        var seen = await desk.GetAsync(desk.Asking("casusoverleg", opened.CaseId, meeting: "meldpunt"));
        var section = Assert.Single(seen.Sections);
        var jws = await KeptAsync(EvidencePlace.Section(new SectionId(section.SectionId), section.Version));
        Assert.Equal(request, V1.OpenCaseRequest.Parser.ParseFrom(Base64Url.DecodeFromChars(jws.Split('.')[1])));
    }

    [Fact]
    public async Task Contribute_EncodedAsNoLibraryWould_KeepsThatEncoding()
    {
        // A field of the contract that comes twice: the last one counts, and another encoder would write it once.
        byte[] bytes = [.. new ContributeRequest { Purpose = "nieuwsgierigheid" }.ToByteArray(), .. Contribution().ToByteArray()];
        Assert.NotEqual(bytes, ContributeRequest.Parser.ParseFrom(bytes).ToByteArray());

        var answer = ContributeResponse.Parser.ParseFrom(await SendAsync(bytes, Sign(bytes)));

        var jws = await KeptAsync(EvidencePlace.Section(new SectionId(answer.SectionId), answer.Version));
        Assert.Equal(bytes, Base64Url.DecodeFromChars(jws.Split('.')[1]));

        // Over what a library would write, the signature of the same request is another's.
        await AssertRefusedAsync(SendAsync(bytes, Sign(ContributeRequest.Parser.ParseFrom(bytes).ToByteArray())), "SIGNATURE_INVALID");
    }

    [Fact]
    public async Task Contribute_WithoutSignature_IsRefusedBeforeTheCaseIsLookedAt()
    {
        foreach (var caseId in new[] { _caseId, "AAAAAAAAAAAAAAAAAAAAAA" })
        {
            var request = Contribution(caseId);
            var entry = await AssertRefusedAsync(
                _police.Dossiers.ContributeAsync(request, _police.Headers(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync, "SIGNATURE_MISSING");
            Assert.Equal("exchange.v1.DossierService/Contribute", entry.CallRefused.Method);
            Assert.Null(entry.CaseAndSubject);
            Assert.Equal("politie", entry.Caller.Partner);
            Assert.NotNull(entry.Caller.Actor);
        }
    }

    [Theory]
    [InlineData("other bytes")]
    [InlineData("other organisation")]
    [InlineData("other rpc")]
    [InlineData("garbage")]
    [InlineData("twice")]
    public async Task Contribute_WithAnotherSignature_IsRefusedWithOneEntryAndNothingIsKept(string what)
    {
        var bytes = Contribution().ToByteArray();
        var other = Contribution().ToByteArray();
        var signature = what switch
        {
            "other bytes" => Sign(other),
            "other organisation" => _gateway.Pki.Parties["om"].Requests.Sign(ContributeRequest.Descriptor, bytes),
            "other rpc" => _gateway.Pki.Parties["politie"].Requests.Sign(V1.OpenCaseRequest.Descriptor, bytes),
            "garbage" => "a..b",
            "twice" => $"{Sign(bytes)}, {Sign(bytes)}",
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        var entry = await AssertRefusedAsync(SendAsync(bytes, signature), "SIGNATURE_INVALID");
        Assert.Null(entry.Evidence);
        Assert.Equal(3, (await _police.GetAsync(_police.Asking("regie", _caseId))).Sections.Count);
    }

    [Fact]
    public async Task Contribute_Again_KeepsTheFirstSignatureOnly()
    {
        var bytes = Contribution().ToByteArray();
        var (first, second) = (Sign(bytes), Sign(bytes));
        Assert.NotEqual(first, second);
        var answer = await SendAsync(bytes, first);

        Assert.Equal(answer, await SendAsync(bytes, second));

        var entry = _gateway.Entries()[^1];
        Assert.Equal(Outcome.Repeated, entry.Outcome);
        Assert.Null(entry.Evidence);
        var section = ContributeResponse.Parser.ParseFrom(answer);
        var kept = await KeptAsync(EvidencePlace.Section(new SectionId(section.SectionId), section.Version));
        Assert.EndsWith(first.Split('.')[2], kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadingCall_TakesNoSignature() =>
        Assert.NotEmpty((await _police.Dossiers.GetBasisdossierAsync(
            _police.Asking("regie", _caseId),
            new Metadata { { "authorization", "Bearer " + _police.Token() }, { RequestSigner.Header, "nonsense" } },
            cancellationToken: TestContext.Current.CancellationToken)).Sections);

    private ContributeRequest Contribution(string? caseId = null) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = _police.Role,
        Purpose = "regie",
        IdempotencyKey = RandomId.Create(),
        CaseId = caseId ?? _caseId,
        Contribution = new Contribution
        {
            Police = new PoliceSection { IncidentKind = "bedreiging", Narrative = "Verzonnen melding." },
            Ground = "Wpg art. 16",
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        },
    };

    private string Sign(byte[] bytes) => _gateway.Pki.Parties["politie"].Requests.Sign(ContributeRequest.Descriptor, bytes);

    // The very bytes, without a stub that would write them anew.
    [Fact]
    public async Task SignedRequestThatDoesNotCome_EndsAtTheDeadline()
    {
        var person = _gateway.Person("politie", "p.lead", "regisseur");
        using var client = new HttpClient(_gateway.Pki.Connect(_gateway.Pki.Parties[person.Controller].Certificate));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway.Address, "/exchange.v1.DossierService/Contribute"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Trickle(),
        };
        request.Headers.TryAddWithoutValidation("grpc-timeout", "500m");
        request.Headers.TryAddWithoutValidation("te", "trailers");

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal("4", response.Headers.GetValues("grpc-status").Single());
    }

    // The beginning of a message, and then nothing.
    private sealed class Trickle : HttpContent
    {
        public Trickle() => Headers.ContentType = new("application/grpc");

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 1, 0, 42 });
            await stream.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private async Task<byte[]> SendAsync(byte[] bytes, string signature)
    {
        var headers = new Metadata { { "authorization", "Bearer " + _police.Token() }, { RequestSigner.Header, signature } };
        using var call = _gateway.Channel("politie").CreateCallInvoker().AsyncUnaryCall(
            Methods.Find("DossierService/Contribute")!.ToGrpc(), null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), bytes);
        return await call.ResponseAsync;
    }

    private async Task<string> KeptAsync(EvidencePlace place)
    {
        var store = _gateway.App.Services.GetRequiredService<IDossierStore>();
        var (@case, kept) = (await store.FindEvidenceAsync(_gateway.Partnership, place, TestContext.Current.CancellationToken))!.Value;
        return _gateway.App.Services.GetRequiredService<EvidenceKeeper>().Open(_gateway.Partnership, @case, place, kept);
    }

    private bool VerifiesOffline(string jws)
    {
        var end = jws.LastIndexOf('.');
        using var key = PublicKey();
        return key.VerifyData(Encoding.ASCII.GetBytes(jws[..end]), Base64Url.DecodeFromChars(jws.AsSpan(end + 1)), HashAlgorithmName.SHA256);
    }

    private ECDsa PublicKey()
    {
        var jwk = _gateway.Pki.Parties["politie"].Requests.Jwk();
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)jwk["x"]!), Y = Base64Url.DecodeFromChars((string)jwk["y"]!) },
        });
    }

    private async Task<Entry> AssertRefusedAsync(Task call, string reason)
    {
        var before = _gateway.Entries().Count;
        var refusal = await RichErrors.RefusalOf(call);
        Assert.Equal((StatusCode.Unauthenticated, reason), (refusal.Code, refusal.Reason));
        var entries = _gateway.Entries();
        Assert.Equal(before + 1, entries.Count);
        Assert.Equal((Outcome.Refused, reason), (entries[^1].Outcome, entries[^1].Reason));
        return entries[^1];
    }
}
