using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Gateway.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Tests.Identity;

/// <summary>
/// Politie, an honest partner, and OM, here the attacker: it holds a valid certificate and an issuer of its own, and wants to
/// be taken for politie. The validator's clock is far from the wall clock, so that a look at the latter would show.
/// </summary>
internal sealed class TwoPartners
{
    public const string PolitieOin = "00000004000000000002";
    public const string OmOin = "00000004000000000003";

    public TwoPartners()
    {
        Clock = new ManualClock(new DateTimeOffset(2031, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Pki = DevPki.Make([new DevController("politie", PolitieOin), new DevController("om", OmOin)], Clock);
        Assert.True(CrlReader.TryRead(Pki.Authority.RevocationList([]), out var list, out _));
        Trust = new CurrentTrust(new TrustBundle([Pki.Authority.Certificate], Clock), new Revocations([list], TimeSpan.FromDays(365)), Clock);
        Validator = new TokenValidator(DevPki.Audience, [Pin(Politie), Pin(Om)], Clock);
    }

    public ManualClock Clock { get; }

    public DevPki Pki { get; }

    public TokenValidator Validator { get; }

    /// <summary>The gateway's trust in them, which a test can replace.</summary>
    public CurrentTrust Trust { get; }

    public DevParty Politie => Pki.Parties["politie"];

    public DevParty Om => Pki.Parties["om"];

    public static DevToken Ordinary { get; } = new() { Unit = "politie", Actor = "p-17", Roles = ["regisseur", "caseworker"] };

    /// <summary>A token of politie as it should be, less what the test changes.</summary>
    public string Token(Func<DevToken, DevToken>? change = null) => Politie.IssueToken((change ?? (token => token))(Ordinary), Clock);

    /// <summary>A token of politie with other claims.</summary>
    public string WithClaims(Action<JsonObject> change) => Token(token => token with { Alter = (_, claims) => change(claims) });

    /// <summary>A token of politie with another header.</summary>
    public string WithHeader(Action<JsonObject> change) => Token(token => token with { Alter = (header, _) => change(header) });

    /// <summary>Politie's header and claims as text, for tests that write JSON which no serializer would.</summary>
    public (string Header, string Claims) Texts()
    {
        var texts = ("", "");
        _ = Token(token => token with { Alter = (header, claims) => texts = (header.ToJsonString(), claims.ToJsonString()) });
        return texts;
    }

    /// <summary>What becomes of a token on politie's own connection.</summary>
    public async Task<Outcome<Caller>> Present(string token, X509Certificate2? certificate = null) =>
        await Validator.ValidateAsync(token.AsMemory(), PolitieOin, certificate ?? Politie.Certificate);

    public async Task<RefusalReason?> Reason(string token, X509Certificate2? certificate = null) => (await Present(token, certificate)).Refusal?.Reason;

    private PinnedIssuer Pin(DevParty party)
    {
        var key = party.SigningKey.ExportParameters(false);
        var keys = new[] { new ECDsaSecurityKey(System.Security.Cryptography.ECDsa.Create(key)) { KeyId = $"{party.Controller.Name}-1" } };
        return new PinnedIssuer(party.Controller.Oin, party.Issuer, keys, DevPki.Audience, Clock);
    }
}
