using System.Text;
using System.Text.RegularExpressions;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>By which numbers somebody tells persons apart in the texts of a case, and where it is told what they are to the subject.</summary>
public sealed partial class PersonNumberTests : IAsyncDisposable
{
    private const string Ground = "AVG art. 6(1)(e)";
    private const string Mother = "[moeder van persoon 1]";

    // At the overleg everybody sees everything; at the kring the GGD does not see the household; outside, analysts see pseudonyms.
    private const string Text = """
        covenant: proef
        version: "1"
        title: Een convenant waarin niet iedereen het gezin ziet (fictieve tekst)
        inForce: { from: 2018-07-01 }
        signatories: [gemeente]
        controllers:
          gemeente: { name: Gemeente, oin: "00000001000000000001" }
          ggd: { name: GGD, oin: "00000001000000000003" }
        partners:
          oov: { name: OOV, controller: gemeente, circle: small, kinds: [kern], roles: [caseworker] }
          wpi: { name: WPI, controller: gemeente, circle: wide, kinds: [regisseur], roles: [caseworker, analyst] }
          pol: { name: Een vierde, controller: ggd, circle: wide, kinds: [regisseur], roles: [caseworker] }
          ggd: { name: GGD, controller: ggd, circle: wide, kinds: [regisseur], roles: [caseworker, analyst] }
        purposes: [casusoverleg]
        forums:
          overleg: { circle: wide, members: [oov, pol, wpi, ggd] }
          kring: { circle: wide, members: [wpi, ggd] }
        categories:
          identity: { title: Identiteit, identifying: true, fields: { firstNames: { type: text }, surname: { type: text }, gender: { type: code, values: [man, vrouw], pseudonymised: keep, anonymised: keep } } }
          household: { title: Gezin, fields: { members: { type: persons, pseudonymised: count } } }
          notes: { title: Notities, fields: { narrative: { type: freeText, pseudonymised: redact, anonymised: redact } } }
        articles:
          - { id: "1", text: Iedereen ziet alles anoniem., grant: anonymised, to: { role: [caseworker] }, at: [overleg], for: [casusoverleg], ground: AVG art. 6(1)(e) }
          - { id: "2", text: In de kring ook., grant: anonymised, categories: [identity, notes], at: [kring], for: [casusoverleg], ground: AVG art. 6(1)(e) }
          - { id: "3", text: WPI ziet er het gezin., grant: anonymised, categories: [household], to: { partner: wpi }, at: [kring], for: [casusoverleg], ground: AVG art. 6(1)(e) }
          - { id: "4", text: Analisten zien schuilnamen., grant: pseudonymised, to: { role: [analyst] }, for: [casusoverleg], ground: AVG art. 6(1)(e) }

        """;

    private readonly Installation _first = new(Covenant.Load(Encoding.UTF8.GetBytes(Text)).Covenant!);
    private readonly Installation _second;
    private readonly Person _wpi, _ggd, _analyst;

    public PersonNumberTests()
    {
        _second = _first.Beside();
        _wpi = _first.Person("wpi", "w.een", "caseworker");
        _ggd = _first.Person("ggd", "g.een", "caseworker");
        _analyst = _first.Person("ggd", "g.twee", "analyst");
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Persons_OfOneMeeting_HaveTheSameNumbersForEveryCallerOnEveryPageAndGateway()
    {
        var found = await CaseAsync();
        var meeting = await _first.MeetingAsync("kring", found, _wpi, _ggd);

        var seen = await TextsAsync(_ggd, found.ByAlias(meeting));
        Assert.Equal(2, seen.Length);
        Assert.Equal(seen, await TextsAsync(_wpi, found.ByAlias(meeting)));
        Assert.Equal(seen, await TextsAsync(_ggd with { Installation = _second }, found.ByAlias(meeting), 1));

        // Hodan and Kidane are in both texts; the dossier knows her alone.
        var (one, other) = (Labels(seen[0]), Labels(seen[1]));
        Assert.Equal([one[1], one[0]], other);
        Assert.All(one, label => Assert.Matches(@"^\[persoon \d{3}\]$", label));
        Assert.Equal(2, one.Distinct().Count());
    }

    [Fact]
    public async Task Persons_WhenSectionsAndPersonsCome_KeepTheirNumbers()
    {
        var found = await CaseAsync();
        var meeting = await _first.MeetingAsync("kring", found, _wpi, _ggd);
        var before = await TextsAsync(_ggd, found.ByAlias(meeting));

        await AddAsync(found, "household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Kidane", Surname = "Berhane" }])));
        await AddAsync(found, "notes", ("narrative", new TextValue("Kidane Berhane bleef bij Hodan.")));

        var after = await TextsAsync(_ggd with { Installation = _second }, found.ByAlias(meeting));
        Assert.Equal(before, after[..before.Length]);
        Assert.Equal([Labels(before[0])[1], Labels(before[0])[0]], Labels(after[^1]));
    }

    [Fact]
    public async Task Persons_AtAnotherMeeting_HaveOtherNumbers()
    {
        var found = await CaseAsync();
        var texts = new List<string>();
        for (var i = 0; i < 3; i++)
            texts.Add((await TextsAsync(_ggd, found.ByAlias(await _first.MeetingAsync("kring", found, _ggd))))[0]);

        Assert.Equal(3, texts.Distinct().Count()); // two numbers of 900 each
    }

    [Fact]
    public async Task Relation_IsToldOnlyInTextsWhoseReadersAllSeeWhereItStands()
    {
        var found = await CaseAsync();

        // OOV sees the second text and, as its own contribution, not the household.
        var meeting = await _first.MeetingAsync("overleg", found, _wpi, _ggd);
        var seen = await TextsAsync(_ggd, found.ByAlias(meeting));
        Assert.Equal(Mother, Labels(seen[0])[0]);
        Assert.DoesNotContain(Mother, seen[1], StringComparison.Ordinal);
        Assert.Equal(Labels(seen[0])[1], Labels(seen[1])[0]);
        Assert.Equal(seen[0], (await TextsAsync(_wpi, found.ByAlias(meeting)))[0]);

        // In the kring the GGD reads the texts and sees no household: then WPI, which does, is not told either.
        var kring = await _first.MeetingAsync("kring", found, _wpi, _ggd);
        foreach (var person in new[] { _wpi, _ggd })
            Assert.All(await TextsAsync(person, found.ByAlias(kring)), text => Assert.DoesNotContain(Mother, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OwnNote_NamingSomebody_IsNotShownBackWithANumber()
    {
        var found = await CaseAsync("ggd");
        var meeting = await _first.MeetingAsync("overleg", found, _wpi, _ggd);

        Assert.Single(await TextsAsync(_ggd, found.ByAlias(meeting)));
        Assert.Equal(2, (await TextsAsync(_wpi, found.ByAlias(meeting))).Length);
    }

    [Fact]
    public async Task Pseudonyms_OfTwoPartnersOrQuarters_HaveTheirOwnNumbers()
    {
        var found = await CaseAsync("oov");
        await AddAsync(found, "notes", ("narrative", new TextValue("Semere kwam met Amanuel, en Yusuf met Wiktoria.")));
        var seen = new List<string>();
        for (var quarter = 0; quarter < 2; quarter++)
        {
            foreach (var person in new[] { _analyst, _first.Person("wpi", "w.twee", "analyst") })
            {
                var texts = await TextsAsync(person, found.ByPseudonym(person, "casusoverleg"));
                Assert.Equal(texts, await TextsAsync(person with { Actor = "een.ander", Installation = _second }, found.ByPseudonym(person, "casusoverleg"), 1));
                Assert.Equal(Labels(texts[0])[1], Labels(texts[1])[0]);
                seen.Add(texts[^1]);
            }

            _first.Clock.Advance(TimeSpan.FromDays(92));
        }

        Assert.Equal(4, seen.Distinct().Count());
    }

    [Fact]
    public async Task Pseudonyms_InAMeeting_GoWithTheNumbersOfTheMeeting()
    {
        var found = await CaseAsync();
        var meeting = await _first.MeetingAsync("overleg", found, _wpi, _analyst);

        var analysed = await TextsAsync(_analyst, found.ByPseudonym(_analyst, "casusoverleg", meeting));

        Assert.Equal(2, analysed.Length);
        Assert.Equal(analysed, await TextsAsync(_wpi with { Installation = _second }, found.ByAlias(meeting)));
    }

    // Two notes, the first of OOV, which knows the household too; both name Hodan and Kidane.
    private Task<Case> CaseAsync(string second = "pol") => _first.ImportAsync(
        CaseState.Active,
        [
            ("oov", Of("identity", ("firstNames", new TextValue("Roderick")), ("surname", new TextValue("Testpersoon")))),
            ("oov", Of("household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Hodan", Relationship = "moeder" }])))),
            ("oov", Of("notes", ("narrative", new TextValue("Gisteren belde Hodan met Kidane.")))),
            (second, Of("notes", ("narrative", new TextValue("Later ging Kidane naar Hodan.")))),
        ]);

    private static OfferedSection Of(string category, params (string Name, FieldValue Value)[] fields) =>
        new(category, SectionContent.Of(fields), Ground, Handling.Open, null, [], "", null, Offers.KeepUntil);

    private async Task AddAsync(Case found, string category, params (string Name, FieldValue Value)[] fields)
    {
        var id = SectionId.Create();
        await _first.ApplyAsync(new SectionContributed(found.Id, new Section
        {
            Id = id,
            Category = category,
            Source = "oov",
            Ground = Ground,
            Handling = Handling.Open,
            Secrecy = Secrecy.NotLifted,
            KeepUntil = Offers.KeepUntil,
            EncryptedContent = _first.Get<CaseCipher>().Encrypt(_first.Partnership, found.Id.Value, id.Value, 1, SectionContent.Of(fields).ToBytes()),
        }));
    }

    private static async Task<string[]> TextsAsync(Person person, CaseReference reference, int pageSize = 0)
    {
        var (texts, token) = (new List<string>(), "");
        do
        {
            var page = (await person.GetAsync(new BasisdossierRequest("casusoverleg", reference, [], pageSize, token))).Value!.Message.Message;
            texts.AddRange(page.View.Sections.Select(s => s.Content.Fields.GetValueOrDefault("narrative")).OfType<TextValue>().Select(t => t.Text));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return [.. texts];
    }

    private static string[] Labels(string text) => [.. Label().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\[[^\]]+\]")]
    private static partial Regex Label();
}
