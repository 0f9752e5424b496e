using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Cli.Demo;

/// <summary>Writes one fictional dossier, section by section, each on a ground that the covenant gives its source.</summary>
internal sealed class SyntheticDossierWriter(Covenant covenant, DateOnly today, Dice dice, IReadOnlyList<string> leads, int number)
{
    private const int OldestYouth = 23;

    private readonly FictionalPerson _person = FictionalPerson.Make(number, dice);
    private readonly List<(string, OfferedSection)> _sections = [];

    public SyntheticDossier Write()
    {
        var lead = leads[number % leads.Count];
        var second = leads[(number + 3) % leads.Count];
        var nth = number / leads.Count + 1;
        var team = new List<TeamMember> { new(lead, $"r.{lead}.{nth:00}", Relation.Lead) };
        if (number % 3 != 2)
            team.Add(new TeamMember(second, $"c.{second}.{nth:00}", Relation.Member));
        if (number % 4 == 1)
            team.Add(new TeamMember(second, $"r.{second}.{nth:00}", Relation.Duo));

        WhoAndWhere();
        Household();
        Contact();
        Police(lead);
        Justice(lead);
        WorkAndDebts();
        if (today.Year - _person.BirthDate.Year <= OldestYouth)
            Youth();
        Care();
        Approach();
        return new SyntheticDossier(number, _person, _sections, team);
    }

    private void WhoAndWhere()
    {
        // Every tenth lives at an address that the register keeps secret.
        var secret = number % 10 == 9;
        var who = new Fields
        {
            { "firstNames", _person.FirstName },
            { "surnamePrefix", _person.SurnamePrefix },
            { "surname", _person.Surname },
            { "gender", _person.Gender },
            { "bsn", _person.Bsn },
            { "birthDate", _person.BirthDate },
        };
        if (number % 4 == 0)
            who.Add("aliases", new TextsValue([$"{_person.FirstName[..2]}{_person.Surname[..2]}".ToLowerInvariant()]));
        if (!secret)
            who.Add("address", _person.Address);
        Offer("identity", ["oov"], who);
        if (secret)
            Offer("identity", ["oov"], new Fields { { "address", _person.Address } }, Handling.Secret);
        Offer("residence", ["oov"], new Fields
        {
            { "address", _person.Address },
            { "since", Ago(300, 4000) },
            { "municipality", _person.Address.City },
            { "housing", Code("residence", "housing") },
        }, secret ? Handling.Secret : null);
    }

    private void Household()
    {
        if (number % 3 == 2)
            return;
        var members = new List<RelatedPerson>();
        for (var i = dice.Between(1, 3); i > 0; i--)
        {
            var other = FictionalPerson.Make(number, dice);
            members.Add(new RelatedPerson
            {
                Relationship = dice.Of(["ouder", "kind", "partner"]),
                FirstNames = other.FirstName,
                SurnamePrefix = _person.SurnamePrefix,
                Surname = _person.Surname,
                BirthDate = other.BirthDate,
            });
        }

        Offer("household", ["oov"], new Fields
        {
            { "composition", Code("household", "composition") },
            { "members", new PersonsValue(members) },
        });
    }

    private void Contact()
    {
        if (number % 2 == 1)
            return;
        Offer("contact", ["oov", "ojz", "wpi", "jbra"], new Fields
        {
            { "phones", new TextsValue([$"06 0000 {number:0000}"]) },
            { "emails", new TextsValue([$"dossier{number}@persoon.example"]) },
        });
    }

    // Police and prosecution name the partners that need not ask: those of the small circle, and who directs the case.
    private void Police(string lead)
    {
        Offer("police", ["politie"], new Fields
        {
            { "incidentKind", Code("police", "incidentKind") },
            { "lastIncidentOn", Ago(10, 400) },
            { "registrations", new TextsValue([$"PL-{today.Year - 1}-{number:000000}"]) },
            { "narrative", Story("police") },
        }, recipients: Recipients(lead));
        // Here nobody is named: whoever wants it asks the police first.
        if (number % 2 == 0)
            Offer("signals", ["politie"], Signal());
        if (number % 5 != 4)
            Offer("signals", number % 2 == 0 ? ["stadsdelen"] : ["ojz", "scw"], Signal());
        // Held back for some weeks, for instance until an arrest.
        if (number % 6 == 0)
        {
            Offer("police", ["politie"], new Fields
            {
                { "incidentKind", Code("police", "incidentKind") },
                { "narrative", Story("police") },
            }, recipients: Recipients(lead), embargoDays: 21);
        }
    }

    private Fields Signal() => new()
    {
        { "kind", Code("signals", "kind") },
        { "observedOn", Ago(3, 90) },
        { "narrative", Story("signals") },
    };

    private void Justice(string lead)
    {
        if (number % 2 == 0)
        {
            Offer("prosecution", ["om"], new Fields
            {
                { "status", Code("prosecution", "status") },
                { "docketNumbers", new TextsValue([$"13-{number:000000}-{today.Year % 100:00}"]) },
                { "narrative", Story("prosecution") },
            }, recipients: Recipients(lead));
        }

        if (number % 5 == 0)
        {
            Offer("detention", ["om"], new Fields
            {
                { "facility", "PI Denkbeeldig" },
                { "from", Ago(60, 300) },
                { "regime", Code("detention", "regime") },
                { "narrative", Story("detention") },
            }, recipients: Recipients(lead));
        }
    }

    private void WorkAndDebts()
    {
        if (number % 3 != 1)
        {
            Offer("workIncome", ["wpi"], new Fields
            {
                { "benefit", Code("workIncome", "benefit") },
                { "since", Ago(100, 1500) },
                { "narrative", Story("workIncome") },
            });
        }

        if (number % 3 == 0)
        {
            Offer("debts", ["wpi"], new Fields
            {
                { "arrangement", Code("debts", "arrangement") },
                { "amountEuros", new NumberValue(dice.Between(5, 240) * 100) },
                { "narrative", Story("debts") },
            });
        }
    }

    private void Youth()
    {
        Offer("education", ["ojz", "stadsdelen"], new Fields
        {
            { "level", Code("education", "level") },
            { "school", "Het Bedachte College" },
            { "attendance", Code("education", "attendance") },
            { "narrative", Story("education") },
        });
        if (number % 2 == 0)
        {
            Offer("youthProtection", number % 4 == 0 ? ["jbra"] : ["wsg", "jbra"], new Fields
            {
                { "measure", Code("youthProtection", "measure") },
                { "from", Ago(100, 700) },
                { "narrative", Story("youthProtection") },
            });
        }
    }

    private void Care()
    {
        if (number % 3 == 2)
            return;
        var lifted = number % 2 == 0;
        Offer("care", number % 4 < 2 ? ["arkin", "ggd"] : ["ggd", "arkin"], new Fields
        {
            { "treatment", Code("care", "treatment") },
            { "institution", "Praktijk De Verzonnen Brug" },
            { "since", Ago(30, 600) },
            { "narrative", Story("care") },
        }, because: lifted ? "De cliënt stemde in met overleg over de aanpak." : "");
    }

    private void Approach()
    {
        Offer("interventions", ["oov", "ojz"], new Fields
        {
            { "kind", Code("interventions", "kind") },
            { "status", Code("interventions", "status") },
            { "provider", "Stichting Denkbeeldig" },
            { "from", Ago(10, 200) },
            { "narrative", Story("interventions") },
        });
        Offer("assessment", ["oov"], new Fields
        {
            { "code", Code("assessment", "code") },
            { "author", "a.oov.01" },
            { "forum", "regieoverleg" },
            { "assessedOn", Ago(20, 150) },
            { "reviewOn", Ago(-120, -20) },
            { "narrative", Story("assessment") },
        });
        Offer("plan", ["oov"], new Fields
        {
            { "status", Code("plan", "status") },
            { "goal", Story("plan") },
            { "actions", Narratives.About(Narratives.PlanActions, _person) },
            { "agreedOn", Ago(5, 100) },
            { "reviewOn", Ago(-90, -20) },
        });
    }

    private static IReadOnlyList<string> Recipients(string lead) => [.. new[] { "oov", "politie", "om", lead }.Distinct()];

    private void Offer(
        string category,
        IReadOnlyList<string> sources,
        Fields fields,
        Handling? handling = null,
        IReadOnlyList<string>? recipients = null,
        int embargoDays = 0,
        string because = "")
    {
        var source = sources.FirstOrDefault(s => covenant.GroundsFor(s, category).Count > 0)
            ?? throw new InvalidOperationException($"The covenant gives none of {string.Join(", ", sources)} a ground to share {category}.");
        DateTimeOffset? embargo = embargoDays > 0 ? AmsterdamCalendar.StartOf(today.AddDays(embargoDays)) : null;
        var date = DateOnly.FromDayNumber(today.DayNumber - dice.Between(1, 60));
        _sections.Add((source, new OfferedSection(
            category,
            fields.Content,
            covenant.GroundsFor(source, category)[0],
            handling,
            embargo,
            recipients ?? [],
            because,
            new PartialDate(date.Year, date.Month, date.Day),
            today.AddYears(1))));
    }

    private string Story(string category) => Narratives.Of(category, _person, dice);

    private string Code(string category, string field) =>
        covenant.Categories[category].Fields[field].Values is { Count: > 0 } values ? dice.Of(values) : "overig";

    private PartialDate Ago(int fewest, int most)
    {
        var day = today.AddDays(-dice.Between(fewest, most));
        return new PartialDate(day.Year, day.Month, day.Day);
    }
}
