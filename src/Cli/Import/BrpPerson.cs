using System.Text.Json;
using Exchange.Dossiers;

namespace Exchange.Cli.Import;

/// <summary>
/// What a case takes from a test person of the population register (BRP). Nationality, country of birth, immigration and
/// residence title are not read at all.
/// </summary>
internal sealed record BrpPerson
{
    // How the register writes a name or street that nobody knows (Logisch Ontwerp BRP, standard value).
    private const string UnknownName = ".";

    // "Registratie niet-ingezetenen": the register of people who live abroad, entered in the field of the municipality.
    private const string AbroadCode = "1999";

    public required string FirstNames { get; init; }

    public required string SurnamePrefix { get; init; }

    public required string Surname { get; init; }

    /// <summary><c>man</c>, <c>vrouw</c> or <c>onbekend</c>; empty when not registered.</summary>
    public required string Gender { get; init; }

    public required string Bsn { get; init; }

    public required PartialDate? BirthDate { get; init; }

    public required PartialDate? DeathDate { get; init; }

    /// <summary>The address, or null when none is known.</summary>
    public required AddressValue? Address { get; init; }

    public required PartialDate? AddressSince { get; init; }

    public required string Municipality { get; init; }

    /// <summary>Whether the person asked the municipality to keep the address from others (<em>geheimhouding</em>).</summary>
    public required bool IsSecret { get; init; }

    /// <summary>Parents, children and partners of today, without their numbers.</summary>
    public required IReadOnlyList<RelatedPerson> Relatives { get; init; }

    /// <summary>Reads a person, or says what is wrong with it without quoting it.</summary>
    public static BrpPerson? Read(JsonElement element, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        faults = found;
        var root = BrpObject.Of(element, found);
        if (!root.IsPresent)
        {
            if (found.Count == 0)
                found.Add("it is not an object");
            return null;
        }

        var name = root.Object("naam");
        var residence = root.Object("verblijfplaats");
        var bsn = root.Text("burgerservicenummer");
        if (!Dossiers.Bsn.IsValid(bsn))
            found.Add(bsn.Length == 0 ? "the BSN is missing" : "the BSN fails the 11-test");

        var since = Date(residence, "datumAanvangAdreshouding") ?? Date(residence, "datumAanvangAdresBuitenland");
        var municipality = root.Object("gemeenteVanInschrijving");
        var person = new BrpPerson
        {
            FirstNames = name.Text("voornamen"),
            SurnamePrefix = name.Text("voorvoegsel"),
            Surname = Known(name.Text("geslachtsnaam")),
            Gender = GenderOf(root),
            Bsn = bsn,
            BirthDate = Date(root.Object("geboorte"), "datum"),
            DeathDate = Date(root.Object("overlijden"), "datum"),
            Address = AddressOf(residence),
            AddressSince = since,
            Municipality = municipality.Text("code") == AbroadCode ? "" : municipality.Text("omschrijving"),
            // Whatever the register writes here other than "no" counts as a request for secrecy.
            IsSecret = root.Text("geheimhoudingPersoonsgegevens") is not ("" or "0"),
            Relatives =
            [
                .. root.Objects("ouders").Select(p => Relative(p, "ouder")).OfType<RelatedPerson>(),
                .. root.Objects("kinderen").Select(p => Relative(p, "kind")).OfType<RelatedPerson>(),
                .. root.Objects("partners").Where(p => !p.Object("ontbindingHuwelijkPartnerschap").IsPresent)
                    .Select(p => Relative(p, "partner")).OfType<RelatedPerson>(),
            ],
        };
        return found.Count == 0 ? person : null;
    }

    private static RelatedPerson? Relative(BrpObject relative, string relationship)
    {
        var name = relative.Object("naam");
        var person = new RelatedPerson
        {
            Relationship = relationship,
            FirstNames = name.Text("voornamen"),
            SurnamePrefix = name.Text("voorvoegsel"),
            Surname = Known(name.Text("geslachtsnaam")),
            BirthDate = Date(relative.Object("geboorte"), "datum"),
        };
        return person is { FirstNames: "", Surname: "", BirthDate: null } ? null : person;
    }

    private static string GenderOf(BrpObject root)
    {
        var code = root.Object("geslacht").Text("code");
        switch (code)
        {
            case "":
                return "";
            case "M":
                return "man";
            case "V":
                return "vrouw";
            case "O":
                return "onbekend";
            default:
                root.Fault("geslacht.code", "is none of M, V and O");
                return "";
        }
    }

    private static AddressValue? AddressOf(BrpObject residence)
    {
        var street = Known(residence.Text("straat"));
        string[] houseNumber =
        [
            residence.Object("aanduidingBijHuisnummer").Text("omschrijving"),
            residence.Text("huisnummer"),
            residence.Text("huisletter"),
            residence.Text("huisnummertoevoeging"),
        ];
        string[] lines =
        [
            residence.Text("regel1"),
            residence.Text("regel2"),
            residence.Text("regel3"),
            residence.Text("locatiebeschrijving"),
        ];
        var address = new AddressValue
        {
            Street = street.Length > 0 ? street : residence.Text("naamOpenbareRuimte"),
            HouseNumber = string.Join(' ', houseNumber.Where(part => part.Length > 0)),
            Postcode = residence.Text("postcode").Replace(" ", "", StringComparison.Ordinal),
            City = residence.Text("woonplaats"),
            Lines = [.. lines.Where(line => line.Length > 0)],
        };
        // A country alone is no address, and would say where somebody comes from rather than where they live.
        if (address.Lines.Count > 0 && residence.Object("land").Text("omschrijving") is { Length: > 0 } country)
            address = address with { Lines = [.. address.Lines, country] };
        return address is { Street: "", HouseNumber: "", Postcode: "", City: "", Lines: [] } ? null : address;
    }

    // Eight digits; zeros stand for what is unknown, and a date without a year is no date.
    private static PartialDate? Date(BrpObject owner, string name)
    {
        var text = owner.Text(name);
        if (text.Length == 0 || (text.Length == 8 && text.StartsWith("0000", StringComparison.Ordinal) && text.All(char.IsAsciiDigit)))
            return null;
        if (PartialDate.TryParseBrp(text, out var date))
            return date;
        owner.Fault(name, "is not a date of eight digits");
        return null;
    }

    private static string Known(string name) => name == UnknownName ? "" : name;
}
