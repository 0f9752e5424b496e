using System.Text.RegularExpressions;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Google.Protobuf;

namespace Exchange.Gateway.Tests.MainJob;

/// <summary>What the wide circle sees does not depend on who the person is.</summary>
public sealed partial class NonInterferenceTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task DossiersThatDifferOnlyInIdentifyingValues_GiveByteIdenticalWideCircleResponses()
    {
        var planner = _gateway.Person("oov", "o.secretaris", "secretary");
        var one = await _gateway.ImportAsync(Dossier("Anna", "Jansen", "999990019", new PartialDate(1990, 5, 17), "Verzonnenstraat", "12", "1011AB", "Anna ziet er moe uit, zegt haar broer Bram, en Bram is bij Bouchra. Bel 06-12345678.", "Bram"));
        var other = await _gateway.ImportAsync(Dossier(
            "Mohammed Yassin", "El Voorbeeldi-de Lange", "999990135", new PartialDate(1991, 11), "Andere Verzonnen Weg", "340-3 hs", "1013ZZ", "Mohammed Yassin ziet er moe uit, zegt haar broer Abdelkader, en Abdelkader is bij Truus. Bel +31 6 87654321.", "Abdelkader"));

        // Enough other people fit what is left of these two, so that something is.
        foreach (var bsn in Samples.OtherBsns.Take(5))
            await _gateway.ImportAsync(Dossier("Berend", "Derden", bsn, new PartialDate(1990, 8, 1), "Verzonnenstraat", "3", "1012AB", "Rust.", "Bob"));

        var attendees = _gateway.Covenant.Partners.Values
            .Where(p => p.Roles.Contains("regisseur") || p.Roles.Contains("caseworker"))
            .Select(p => _gateway.Person(p.Id, "a." + p.Id, p.Roles.Contains("regisseur") ? "regisseur" : "caseworker"))
            .Where(p => _gateway.Covenant.IsMember("itat", p.Partner, p.Role, Consent.Relation.None))
            .ToList();
        var meeting = await planner.PlanAsync("regie", "itat", _gateway.Time.GetUtcNow().AddMinutes(-1), attendees, one.Id.Value, other.Id.Value);
        var aliases = meeting.Agenda.ToDictionary(i => i.CaseId, i => i.Alias);
        Assert.NotEqual(aliases[one.Id.Value], aliases[other.Id.Value]);

        Assert.NotEmpty(attendees);
        var (told, counted, numbered) = (false, false, false);
        foreach (var person in attendees)
        {
            var first = await person.GetAsync(person.Asking("casusoverleg", alias: aliases[one.Id.Value], meeting: meeting.MeetingId));
            var second = await person.GetAsync(person.Asking("casusoverleg", alias: aliases[other.Id.Value], meeting: meeting.MeetingId));
            Assert.NotEmpty(first.Sections);
            Assert.DoesNotContain(first.Sections, s => s.Source == person.Partner);
            Assert.Equal(V1.Level.Anonymised, first.View);
            first.Alias = second.Alias = "";
            Assert.Equal(first.ToByteArray(), second.ToByteArray());
            foreach (var name in new[] { "Jansen", "Anna", "Bram", "Bouchra", "12345678" })
                Assert.DoesNotContain(name, first.ToString(), StringComparison.Ordinal);
            counted |= first.Sections.Any(s => s.Identity?.BirthDate?.AgeBand is { Lowest: 30, Highest: 39 } && s.Identity.Address.District == "Centrum");
            numbered |= Numbered().Count(first.ToString()) > 1;
            told |= first.ToString().Contains("ziet er moe uit", StringComparison.Ordinal);
        }

        Assert.True(told && counted && numbered);
    }

    [GeneratedRegex(@"\[persoon \d{3}\]")]
    private static partial Regex Numbered();

    private IReadOnlyList<(string Source, Commands.OfferedSection Section)> Dossier(
        string firstNames, string surname, string bsn, PartialDate born, string street, string number, string postcode, string story, string brother)
    {
        var covenant = _gateway.Covenant;
        return
        [
            ("oov", Samples.Section(
                covenant,
                "oov",
                "identity",
                ("firstNames", new TextValue(firstNames)),
                ("surname", new TextValue(surname)),
                ("bsn", new TextValue(bsn)),
                ("birthDate", new DateValue(born)),
                ("address", new AddressValue { Street = street, HouseNumber = number, Postcode = postcode, City = "Amsterdam" }))),
            ("politie", Samples.Section(covenant, "politie", "police", ("narrative", new TextValue(story)), ("lastIncidentOn", new DateValue(born)))),
            ("oov", Samples.Section(covenant, "oov", "signals", ("narrative", new TextValue(story)), ("observedOn", new DateValue(born)))),
            ("wpi", Samples.Section(covenant, "wpi", "workIncome", ("benefit", new TextValue("bijstand")), ("employer", new TextValue(surname + " BV")), ("narrative", new TextValue(story)))),

            // Whom only sections name that the wide circle does not see.
            ("oov", Samples.Section(covenant, "oov", "household", ("members", new PersonsValue([new RelatedPerson { Relationship = "broer", FirstNames = brother }])))),
        ];
    }
}
