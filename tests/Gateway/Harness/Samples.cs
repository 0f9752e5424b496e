using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>Fictional dossiers.</summary>
internal static class Samples
{
    public const string Bsn = "999990019";
    public const string Surname = "Testpersoon";
    public const string Street = "Verzonnenstraat";

    public static readonly DateOnly KeepUntil = new(2099, 12, 31);

    /// <summary>Numbers of nobody else: they pass the 11-test and begin with 9999, which is never given out.</summary>
    public static IEnumerable<string> OtherBsns => Enumerable.Range(999_900_000, 9_000)
        .Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Where(Dossiers.Bsn.IsValid);

    /// <summary>A dossier with a section from each of several sources.</summary>
    public static IReadOnlyList<(string Source, OfferedSection Section)> Sections(Covenant covenant, string firstNames = "Anna", string bsn = Bsn) =>
    [
        ("oov", Identity(covenant, firstNames, bsn)),
        ("politie", Section(covenant, "politie", "police", ("narrative", new TextValue($"{firstNames} {Surname} is gezien in de {Street}.")))),
        ("oov", Section(covenant, "oov", "signals", ("narrative", new TextValue($"Buurman meldt zorgen over {firstNames}.")))),
    ];

    public static OfferedSection Identity(Covenant covenant, string firstNames = "Anna", string bsn = Bsn) => Section(
        covenant,
        "oov",
        "identity",
        ("firstNames", new TextValue(firstNames)),
        ("surname", new TextValue(Surname)),
        ("bsn", new TextValue(bsn)),
        ("birthDate", new DateValue(new PartialDate(1990, 5, 17))),
        ("address", new AddressValue { Street = Street, HouseNumber = "12", Postcode = "1011AB", City = "Amsterdam" }));

    public static OfferedSection Section(Covenant covenant, string source, string category, params (string Name, FieldValue Value)[] fields) => new(
        category,
        SectionContent.Of(fields),
        covenant.GroundsFor(source, category)[0],
        Handling.Open,
        null,
        [],
        "",
        null,
        KeepUntil);

    /// <summary>The gateway's log.</summary>
    public static ILogStore Log(RunningGateway gateway) => gateway.App.Services.GetRequiredService<ILogStore>();

    /// <summary>A channel to another process with the same PKI.</summary>
    public static GrpcChannel Channel(RunningGateway gateway, Uri address, string controller) => GrpcChannel.ForAddress(
        address,
        new GrpcChannelOptions { HttpHandler = gateway.Pki.Connect(gateway.Pki.Parties[controller].Certificate), DisposeHttpClient = true });
}
