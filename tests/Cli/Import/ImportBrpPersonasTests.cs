using System.Text.Json;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Cli.Tests.Import;

public class ImportBrpPersonasTests : IClassFixture<ImportedPersons>
{
    private static readonly string[] KnownFields =
    [
        "firstNames", "surnamePrefix", "surname", "gender", "bsn", "birthDate", "deathDate", "address", "since", "municipality", "members",
    ];

    private readonly ImportedPersons _imported;

    public ImportBrpPersonasTests(ImportedPersons imported)
    {
        SharedFile.SkipUnlessThere(SharedFile.TestPersons);
        _imported = imported;
    }

    [Fact]
    public void Import_OfficialTestPersons_AllButTheOneWithAWrongBsn()
    {
        Assert.Equal(0, _imported.Exit);
        Assert.Equal("587 imported, 1 reported (ordinal 556: the BSN fails the 11-test), 28 with a secret address", _imported.Output.Trim());
        Assert.Empty(_imported.Error);
        Assert.Equal(587, _imported.Sections.Select(s => s.Case).Distinct().Count());
        Assert.Equal(587, _imported.Sections.Count(s => s.Content.Fields.ContainsKey("bsn")));
    }

    [Fact]
    public void Import_PartialDates_StayPartial()
    {
        // 00 for the month or the day, but a year that is known.
        var partial = Persons().Select(p => Text(p, "geboorte", "datum")).Where(d => d.EndsWith("00", StringComparison.Ordinal) && d[..4] != "0000").Order().ToList();

        var stored = Sections("identity").Select(s => s.Content.Fields.GetValueOrDefault("birthDate")).OfType<DateValue>().Select(d => d.Date)
            .Where(d => d.Day is null).Select(d => $"{d.Year:0000}{d.Month ?? 0:00}00").Order().ToList();

        Assert.NotEmpty(partial);
        Assert.Contains("19700000", partial);
        Assert.Equal(partial, stored);
    }

    [Fact]
    public void Import_BirthDateWithoutYear_IsNoDate()
    {
        var known = Persons().Count(p => Text(p, "geboorte", "datum") is { Length: 8 } date && date[..4] != "0000");

        Assert.Equal(known, Sections("identity").Count(s => s.Content.Fields.ContainsKey("birthDate")));
    }

    [Fact]
    public void Import_Geheimhouding_AddressIsInSecretSectionsOnly()
    {
        var secret = _imported.Sections.Where(s => s.Handling == Handling.Secret).ToList();
        var cases = secret.Select(s => s.Case).ToHashSet();
        var open = _imported.Sections.Where(s => cases.Contains(s.Case) && s.Handling == Handling.Open).ToList();

        Assert.Equal(28, cases.Count);
        Assert.Equal(28, secret.Count(s => s.Category == "identity"));
        Assert.Equal(28, secret.Count(s => s.Category == "residence"));
        Assert.All(secret.Where(s => s.Category == "identity"), s => Assert.Equal(["address"], s.Content.Fields.Keys));
        Assert.All(cases, c => Assert.Contains(open, s => s.Case == c && s.Content.Fields.ContainsKey("bsn")));
        Assert.DoesNotContain(open, s => s.Content.Fields.Values.Any(v => v is AddressValue));
        Assert.DoesNotContain(open, s => s.Category == "residence");
    }

    [Fact]
    public void Import_Nationality_IsNowhere()
    {
        var words = Persons()
            .SelectMany(p => Items(p, "nationaliteiten").Select(n => Text(n, "nationaliteit", "omschrijving")))
            .Concat(Persons().Select(p => Text(p, "verblijfstitel", "aanduiding", "omschrijving")))
            .Where(w => w.Length > 0).Distinct().ToList();

        Assert.True(words.Count > 10, "the test persons have many nationalities");
        Assert.Subset(KnownFields.ToHashSet(), _imported.Sections.SelectMany(s => s.Content.Fields.Keys).ToHashSet());
        foreach (var word in words)
            Assert.DoesNotContain(_imported.Sections, s => s.Text.Contains(JsonSerializer.Serialize(word), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Import_PlaceOfBirth_IsNoField()
    {
        // The clearest sign: a country or place of birth abroad of somebody who lives in the Netherlands.
        var abroad = Persons().Where(p => Text(p, "geboorte", "land", "omschrijving") is not ("" or "Nederland") && Text(p, "verblijfplaats", "straat").Length > 0).ToList();

        Assert.NotEmpty(abroad);
        foreach (var person in abroad)
        {
            var bsn = Text(person, "burgerservicenummer");
            var mine = _imported.Sections.Where(s => s.Content.Fields.GetValueOrDefault("bsn") is TextValue { Text: var b } && b == bsn).Select(s => s.Case).ToHashSet();
            Assert.DoesNotContain(_imported.Sections, s => mine.Contains(s.Case) && s.Text.Contains($"\"{Text(person, "geboorte", "land", "omschrijving")}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Import_Relatives_HaveNoNumbers()
    {
        var households = Sections("household").ToList();

        Assert.NotEmpty(households);
        foreach (var bsn in Persons().SelectMany(p => new[] { "ouders", "kinderen", "partners" }.SelectMany(l => Items(p, l))).Select(r => Text(r, "burgerservicenummer")).Where(b => b.Length > 0).Distinct())
            Assert.DoesNotContain(households, s => s.Text.Contains($"\"{bsn}\"", StringComparison.Ordinal));
        Assert.Equal(["kind", "ouder", "partner"], households
            .SelectMany(s => ((PersonsValue)s.Content.Fields["members"]).Persons).Select(p => p.Relationship).Distinct().Order());
    }

    [Fact]
    public void Import_ADeadPerson_KeepsTheDateOfDeath() => Assert.Equal(
        Persons().Count(p => Text(p, "overlijden", "datum").Length > 0),
        Sections("identity").Count(s => s.Content.Fields.ContainsKey("deathDate")));

    [Fact]
    public void Import_EveryText_IsTrimmedAndKnown()
    {
        var texts = _imported.Sections.SelectMany(s => s.Content.Fields.Values).OfType<TextValue>().Select(t => t.Text).ToList();

        Assert.DoesNotContain(texts, t => t != t.Trim());
        Assert.DoesNotContain(".", texts); // how the register writes a name that nobody knows
    }

    [Fact]
    public async Task Import_Entries_OnePerCaseAndTheCovenants()
    {
        var (exit, output, _) = await CommandLine.RunAsync("audit", "verify", "--data", _imported.Data);

        Assert.Equal(0, exit);
        Assert.StartsWith("588 entries, every hash recomputed and as stored", output);
    }

    [Fact]
    public async Task Import_WhileAGatewayOwnsTheRecords_SaysSo()
    {
        await using var gateway = await Installation.OpenAsync(_imported.Data, SampleCovenant.Path, Installation.DefaultPartnership, TimeProvider.System);

        var (exit, _, error) = await CommandLine.RunAsync("import", "brp-personas", SharedFile.TryFind(SharedFile.TestPersons)!, "--data", _imported.Data);

        Assert.Equal(2, exit);
        Assert.Contains("Another gateway owns", error);
    }

    private IEnumerable<StoredSection> Sections(string category) => _imported.Sections.Where(s => s.Category == category);

    private IEnumerable<JsonElement> Persons() => _imported.Persons.Where(p => Bsn.IsValid(Text(p, "burgerservicenummer")));

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "";
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }
}
