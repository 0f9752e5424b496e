using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Exchange.Cli.Call;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Gateway.Signing;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Primitives;

namespace Exchange.Gateway.Tests.Signing;

/// <summary>One key, one RPC, these very bytes, one reading: everything else is no signature.</summary>
public sealed class SignatureVerifierTests : IDisposable
{
    private const string PolitieOin = "00000004000000000002";
    private const string OmOin = "00000004000000000003";

    private static readonly MessageDescriptor Message = ContributeRequest.Descriptor;
    private static readonly byte[] Request = new ContributeRequest { Partnership = "amsterdam", Purpose = "regie" }.ToByteArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-signing-").FullName;
    private readonly DevPki _pki = DevPki.Make([new DevController("politie", PolitieOin), new DevController("om", OmOin)], TimeProvider.System);
    private readonly SignatureVerifier _verifier;

    public SignatureVerifierTests()
    {
        new DevPkiFolder(_folder).Write(_pki);
        _verifier = new SignatureVerifier(SigningKeys.Load(new DevPkiFolder(_folder).ReadOptions()));
    }

    private RequestSigner Politie => _pki.Parties["politie"].Requests;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Verify_OwnKeyOverTheseBytes_GivesThemWithSignatureAndKey()
    {
        var jws = Politie.Sign(Message, Request);

        var signed = Verify(jws).Value!;

        Assert.Equal(Request, signed.Message.ToArray());
        Assert.Equal(jws, signed.Jws);
        Assert.Equal(Politie.KeyId, signed.KeyId);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signed.PublicKey.Span, out _);
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes(jws.Split('.')[0] + "." + Base64Url.EncodeToString(Request)),
            Base64Url.DecodeFromChars(jws.Split('.')[2]),
            HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Verify_EmptyMessage_IsSignedToo() => Assert.NotNull(Verify(Politie.Sign(Message, []), bytes: []).Value);

    [Fact]
    public void Verify_None_IsMissing()
    {
        Assert.Equal(RefusalReason.SignatureMissing, Verify(StringValues.Empty).Refusal!.Reason);
        Assert.Equal(RefusalReason.SignatureMissing, Verify("").Refusal!.Reason);
    }

    [Fact]
    public void Verify_AnyBitOfTheMessageChanged_IsInvalid()
    {
        var jws = Politie.Sign(Message, Request);
        for (var bit = 0; bit < Request.Length * 8; bit++)
        {
            var changed = Request.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertInvalid(jws, bytes: changed);
        }

        AssertInvalid(jws, bytes: [.. Request, 0]);
        AssertInvalid(jws, bytes: Request[..^1]);
        AssertInvalid(jws, bytes: []);
    }

    [Fact]
    public void Verify_AnyCharacterOfTheSignatureChanged_IsInvalid()
    {
        var jws = Politie.Sign(Message, Request);
        for (var i = 0; i < jws.Length; i++)
            AssertInvalid(jws[..i] + (jws[i] == 'A' ? 'B' : 'A') + jws[(i + 1)..]);
    }

    [Fact]
    public void Verify_KeyOfAnotherOrganisation_IsInvalid()
    {
        var om = _pki.Parties["om"].Requests;
        AssertInvalid(om.Sign(Message, Request));

        // Nor when it calls itself by the name of a key that the organisation has.
        AssertInvalid(om.Sign(Header(kid: Politie.KeyId), Request));
        AssertInvalid(Politie.Sign(Message, Request), oin: OmOin);
        AssertInvalid(Politie.Sign(Message, Request), oin: "00000004000000000009");
    }

    [Fact]
    public void Verify_KeyOfTheTokenIssuer_IsInvalid()
    {
        using var issuer = new RequestSigner(_pki.Parties["politie"].SigningKey, Politie.KeyId);
        AssertInvalid(issuer.Sign(Message, Request));
    }

    [Fact]
    public void Verify_SignatureForAnotherRpc_IsInvalid()
    {
        AssertInvalid(Politie.Sign(V1.OpenCaseRequest.Descriptor, Request));
        AssertInvalid(Politie.Sign(Header(typ: "JWT"), Request));
        AssertInvalid(Politie.Sign(Header(typ: "EXCHANGE.V1.CONTRIBUTEREQUEST+JWS"), Request));
        AssertInvalid(Politie.Sign(Header(typ: "application/exchange.v1.ContributeRequest+jws"), Request));
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES384","kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"es256","kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":["ES256"],"kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":null,"typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"\ud800","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"../KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"TYP"}""")]
    [InlineData("""{"kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"TYP","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"TYP","b64":false}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"TYP","jwk":{}}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"TYP","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"other","kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"none","alg":"ES256","kid":"KID","typ":"TYP"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"TYP"} """ + "x")]
    [InlineData("""[{"alg":"ES256","kid":"KID","typ":"TYP"}]""")]
    [InlineData("[[[[[[[[")]
    [InlineData("\"ES256\"")]
    [InlineData("null")]
    [InlineData("no json")]
    public void Verify_AnyOtherHeader_IsInvalid(string header) =>
        AssertInvalid(Politie.Sign(header.Replace("KID", Politie.KeyId).Replace("TYP", Message.FullName + "+jws"), Request));

    [Fact]
    public void Verify_AnyOtherForm_IsInvalid()
    {
        var jws = Politie.Sign(Message, Request);
        var (header, signature) = (jws.Split('.')[0], jws.Split('.')[2]);
        AssertInvalid($"{header}.{Base64Url.EncodeToString(Request)}.{signature}"); // the payload comes as the request, and once
        AssertInvalid($"{header}..");
        AssertInvalid($"..{signature}");
        AssertInvalid($"{header}.{signature}");
        AssertInvalid($"{header}..{signature}.");
        AssertInvalid($"{header}..{signature}=");
        AssertInvalid($" {jws}");
        AssertInvalid($"{jws}, {jws}");
        AssertInvalid(jws + new string('A', 1024));
        AssertInvalid(new string('.', 1000));
        AssertInvalid("{\"payload\":\"\"}");
        AssertInvalid("é..é");
        AssertInvalid(new StringValues([jws, jws]));
        AssertInvalid(new StringValues([jws, ""]));
    }

    [Fact]
    public void Verify_SignatureOfAnotherForm_IsInvalid()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Politie.ExportPem());
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header()));
        var input = Encoding.ASCII.GetBytes(header + "." + Base64Url.EncodeToString(Request));
        Assert.NotNull(Verify($"{header}..{Base64Url.EncodeToString(key.SignData(input, HashAlgorithmName.SHA256))}").Value);

        AssertInvalid($"{header}..{Base64Url.EncodeToString(key.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))}");
        AssertInvalid($"{header}..{Base64Url.EncodeToString(key.SignData(input, HashAlgorithmName.SHA384))}");
        AssertInvalid($"{header}..{Base64Url.EncodeToString(key.SignData(Request, HashAlgorithmName.SHA256))}");
        AssertInvalid($"{header}..{Base64Url.EncodeToString(new byte[64])}");
        AssertInvalid($"{header}..{Base64Url.EncodeToString(Enumerable.Repeat((byte)0xFF, 64).ToArray())}");
    }

    [Fact]
    public void Verify_LastCharacterWithBitsThatNoByteTakes_IsInvalid()
    {
        // 64 bytes leave two bits of the last character's six: sixteen texts would mean one signature.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var jws = Politie.Sign(Message, Request);
        var last = alphabet.IndexOf(jws[^1], StringComparison.Ordinal);
        AssertInvalid(jws[..^1] + alphabet[last ^ 1]);
    }

    [Fact]
    public void Verify_BytesThatCannotBeTold_IsInvalid() => Assert.Equal(
        RefusalReason.SignatureInvalid,
        _verifier.Verify(PolitieOin, Message.FullName, null, Politie.Sign(Message, Request)).Refusal!.Reason);

    [Fact]
    public async Task Verify_ManyAtOnce_KeepsThemApart()
    {
        var requests = Enumerable.Range(0, 200).Select(i => Encoding.UTF8.GetBytes($"request {i}")).ToList();
        var signatures = requests.Select(r => Politie.Sign(Message, r)).ToList();
        var found = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(
            () => Verify(signatures[i % 200], bytes: requests[(i + (i / 200)) % 200]).Value is not null, TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(0, 400).Select(i => i < 200), found);
    }

    private string Header(string? kid = null, string? typ = null) =>
        $$"""{"typ":"{{typ ?? Message.FullName + "+jws"}}","alg":"ES256","kid":"{{kid ?? Politie.KeyId}}"}""";

    private Outcome<SignedRequest> Verify(StringValues signature, byte[]? bytes = null, string oin = PolitieOin) =>
        _verifier.Verify(oin, Message.FullName, new ReceivedMessage(bytes ?? Request), signature);

    private void AssertInvalid(StringValues signature, byte[]? bytes = null, string oin = PolitieOin) =>
        Assert.Equal(RefusalReason.SignatureInvalid, Verify(signature, bytes, oin).Refusal?.Reason);
}
