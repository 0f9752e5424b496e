using System.Text.Json;
using Exchange.Commands.Tests.Harness;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>What the main job takes from one official test person of the population register (BRP).</summary>
internal sealed record Persona
{
    public required string FirstNames { get; init; }

    public required string SurnamePrefix { get; init; }

    public required string Surname { get; init; }

    public required string Gender { get; init; }

    public required string Bsn { get; init; }

    public required PartialDate? BirthDate { get; init; }

    public required PartialDate? DeathDate { get; init; }

    public required AddressValue? Address { get; init; }

    public required PartialDate? Since { get; init; }

    public required string Municipality { get; init; }

    /// <summary>Whether the address is secret (<em>geheimhouding</em>).</summary>
    public required bool IsSecret { get; init; }

    public required IReadOnlyList<RelatedPerson> Relatives { get; init; }

    /// <summary>Every person of the official file whose BSN passes the 11-test.</summary>
    public static IReadOnlyList<Persona> ReadAll()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.Shared("specs/brp/test-personas.json")));
        return [.. file.RootElement.EnumerateArray().Select(Read).Where(p => Dossiers.Bsn.IsValid(p.Bsn))];
    }

    private static Persona Read(JsonElement person)
    {
        var residence = At(person, "verblijfplaats");
        return new Persona
        {
            FirstNames = Text(At(person, "naam"), "voornamen"),
            SurnamePrefix = Text(At(person, "naam"), "voorvoegsel"),
            Surname = Text(At(person, "naam"), "geslachtsnaam"),
            Gender = Text(At(person, "geslacht"), "code") switch { "M" => "man", "V" => "vrouw", "O" => "onbekend", _ => "" },
            Bsn = Text(person, "burgerservicenummer"),
            BirthDate = Date(Text(At(person, "geboorte"), "datum")),
            DeathDate = Date(Text(At(person, "overlijden"), "datum")),
            Address = AddressOf(residence),
            Since = Date(Text(residence, "datumAanvangAdreshouding")),
            Municipality = Text(At(person, "gemeenteVanInschrijving"), "omschrijving"),
            IsSecret = Text(person, "geheimhoudingPersoonsgegevens") is not ("" or "0"),
            Relatives = [.. RelativesOf(person, "ouders", "ouder"), .. RelativesOf(person, "kinderen", "kind"), .. RelativesOf(person, "partners", "partner")],
        };
    }

    private static IEnumerable<RelatedPerson> RelativesOf(JsonElement person, string list, string relationship) =>
        from relative in At(person, list) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default
        let name = At(relative, "naam")
        let read = new RelatedPerson
        {
            Relationship = relationship,
            FirstNames = Text(name, "voornamen"),
            SurnamePrefix = Text(name, "voorvoegsel"),
            Surname = Text(name, "geslachtsnaam"),
            BirthDate = Date(Text(At(relative, "geboorte"), "datum")),
        }
        where read is not { FirstNames: "", Surname: "" }
        select read;

    private static AddressValue? AddressOf(JsonElement residence)
    {
        string[] number = ["huisnummer", "huisletter", "huisnummertoevoeging"];
        string[] lines = ["regel1", "regel2", "regel3", "locatiebeschrijving"];
        var address = new AddressValue
        {
            Street = Text(residence, "straat"),
            HouseNumber = string.Join(' ', number.Select(n => Text(residence, n)).Where(n => n.Length > 0)),
            Postcode = Text(residence, "postcode"),
            City = Text(residence, "woonplaats"),
            Lines = [.. lines.Select(n => Text(residence, n)).Where(n => n.Length > 0)],
        };
        return address is { Street: "", HouseNumber: "", Postcode: "", City: "", Lines: [] } ? null : address;
    }

    private static PartialDate? Date(string digits) => PartialDate.TryParseBrp(digits, out var date) ? date : null;

    private static JsonElement At(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    // The register writes a full stop for a name that nobody knows.
    private static string Text(JsonElement owner, string name) =>
        At(owner, name) is { ValueKind: JsonValueKind.String } value && value.GetString()!.Trim() is not "." and var text ? text : "";
}
