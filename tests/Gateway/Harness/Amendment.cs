using System.Security.Cryptography;
using System.Text;
using Exchange.Commands;
using Exchange.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>A version of the sample covenant on its way into force.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Digest">The version.</param>
/// <param name="Replaces">The version that decided when it was proposed.</param>
internal sealed record Amendment(RunningGateway Gateway, byte[] Digest, byte[] Replaces)
{
    /// <summary>Who proposes, at the municipality.</summary>
    public Person Jurist => Gateway.Person("oov", "o.jurist", "jurist");

    /// <summary>Another jurist there.</summary>
    public Person Colleague => Gateway.Person("oov", "o.jurist.2", "jurist");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A jurist of each organisation that signs the sample.</summary>
    public static IReadOnlyList<Person> Signers(RunningGateway gateway) =>
        [gateway.Person("oov", "o.jurist", "jurist"), gateway.Person("om", "om.jurist", "jurist"), gateway.Person("politie", "p.jurist", "jurist")];

    /// <summary>The sample as another version, with something else in it.</summary>
    public static byte[] Text(string version, params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(Repository.SampleCovenant);
        foreach (var (old, changed) in changes.Prepend(("version: \"2018.2\"", $"version: \"{version}\"")))
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    public static CovenantService.CovenantServiceClient Client(Person person) => new(person.Gateway.Channel(person.Controller));

    /// <summary>Proposes a version that everybody signs who must.</summary>
    public static async Task<Amendment> AgreedAsync(RunningGateway gateway, byte[] text)
    {
        var amendment = new Amendment(gateway, await ProposeAsync(gateway.Person("oov", "o.jurist", "jurist"), text), gateway.Covenant.Digest.ToArray());
        foreach (var signer in Signers(gateway))
            await SignAsync(signer, amendment.Signing(signer));
        return amendment;
    }

    public static async Task<byte[]> ProposeAsync(Person jurist, byte[] text) => (await Client(jurist).ProposeAsync(
        Proposing(text), jurist.Headers(), cancellationToken: Stop)).Version.Digest.ToByteArray();

    public static async Task<CovenantVersion> SignAsync(Person jurist, SignRequest request) =>
        (await Client(jurist).SignAsync(request, jurist.Headers(), cancellationToken: Stop)).Version;

    public static async Task<CovenantVersion> ActivateAsync(Person jurist, byte[] digest) =>
        (await Client(jurist).ActivateAsync(Activating(digest), jurist.Headers(), cancellationToken: Stop)).Version;

    public static async Task<GetResponse> GetAsync(Person jurist, byte[]? digest = null) =>
        await Client(jurist).GetAsync(Getting(jurist.Role, digest ?? []), jurist.Headers(), cancellationToken: Stop);

    public static async Task<ListVersionsResponse> ListAsync(Person jurist) =>
        await Client(jurist).ListVersionsAsync(Listing(jurist.Role), jurist.Headers(), cancellationToken: Stop);

    public static ProposeRequest Proposing(byte[] text) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = "jurist",
        Text = ByteString.CopyFrom(text),
    };

    public static ActivateRequest Activating(byte[] digest) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = "jurist",
        Digest = ByteString.CopyFrom(digest),
    };

    public static GetRequest Getting(string role, byte[] digest) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = role,
        Digest = ByteString.CopyFrom(digest),
    };

    public static ListVersionsRequest Listing(string role) => new() { Partnership = RunningGateway.PartnershipName, ActingRole = role };

    /// <summary>The signature of an organisation under this version, or another, by the key of the same organisation or another.</summary>
    public SignRequest Signing(Person signer, byte[]? digest = null, byte[]? replaces = null, string? keyOf = null, string type = CovenantStatement.Type)
    {
        var signed = digest ?? Digest;
        var key = Gateway.Pki.Parties[keyOf ?? signer.Controller].Requests;
        return new SignRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = "jurist",
            Digest = ByteString.CopyFrom(signed),
            Signature = key.SignAs(type, CovenantStatement.Of(Gateway.Partnership, signed, replaces ?? Replaces)),
        };
    }

    /// <summary>Writes into the records, past the gateway, that the version that was proposed last is activated.</summary>
    public static async Task ForgeAsync(RunningGateway gateway)
    {
        await using var records = new SqliteConnection($"Data Source={Path.Combine(gateway.DataFolder, "exchange.db")};Pooling=False");
        await records.OpenAsync(Stop);
        await using var command = records.CreateCommand();
        command.CommandText =
            """
            INSERT INTO covenant_activations
              SELECT v.partnership, 2, v.digest, a.digest, v.proposed_at FROM covenant_versions AS v, covenant_activations AS a
              WHERE v.digest <> a.digest ORDER BY v.proposed_at DESC LIMIT 1;
            UPDATE partnerships SET covenant_epoch = 2, epoch = epoch + 1;
            """;
        Assert.Equal(2, await command.ExecuteNonQueryAsync(Stop));
    }
}
