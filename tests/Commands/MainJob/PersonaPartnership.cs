using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>
/// A partnership that looks after every official test person: twice, as an active case and as a case in one of the other
/// states, with somebody in every relation at every partner, and all of them at meetings of every forum.
/// </summary>
internal sealed class PersonaPartnership : IAsyncDisposable
{
    private const int AgendaSize = 25;

    public static readonly IReadOnlyList<string> Forums = ["none", "meldpunt", "voorportaal", "regieoverleg", "itat", "uitvoerdersoverleg", "cto"];

    private static readonly CaseState[] OtherStates =
        [CaseState.Signal, CaseState.OnHold, CaseState.Weighed, CaseState.Closed, CaseState.Declined, CaseState.Destroyed];

    private static readonly DateTimeOffset MeetingStart = Installation.Start.AddDays(2);

    private PersonaPartnership(Installation installation, IReadOnlyList<PersonaDossier> dossiers, IReadOnlyDictionary<(string, int), Meeting> meetings)
    {
        Installation = installation;
        Dossiers = dossiers;
        Meetings = meetings;
        Oracle = new Oracle(installation.Covenant, installation.Clock.Now, AmsterdamCalendar.DayOf(MeetingStart));
    }

    public Installation Installation { get; }

    /// <summary>The active cases in the order of the file, then the others.</summary>
    public IReadOnlyList<PersonaDossier> Dossiers { get; }

    public Oracle Oracle { get; }

    private IReadOnlyDictionary<(string Forum, int Group), Meeting> Meetings { get; }

    public static async Task<PersonaPartnership> CreateAsync()
    {
        var (personas, reported) = Personas.ReadAll();
        Assert.Equal(1, reported); // the BSN of one fails the 11-test
        // What the articles give is asked here; whom values fit, in ReleaseGateOfKTests.
        var installation = new Installation(Repository.UngatedCovenant);
        var partners = installation.Covenant.Partners.Keys;
        var team = partners.SelectMany(p => Enum.GetValues<Relation>().Select(r => new TeamMember(p, ActorOf(r), r))).ToList();

        var dossiers = new PersonaDossier[2 * personas.Count];
        await Parallel.ForAsync(0, dossiers.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            var persona = personas[i % personas.Count];
            var state = i < personas.Count ? CaseState.Active : OtherStates[i % OtherStates.Length];
            var sections = PersonaDossier.SectionsOf(persona, i);
            dossiers[i] = new PersonaDossier(persona, await installation.ImportAsync(state, sections, team), sections);
        });

        var attendees = partners.SelectMany(p => Enum.GetValues<Relation>().Select(r => new Attendee(p, ActorOf(r)))).ToList();
        var meetings = new Dictionary<(string, int), Meeting>();
        foreach (var forum in Forums.Skip(2))
        {
            foreach (var (group, agenda) in dossiers.Chunk(AgendaSize).Index())
                meetings[(forum, group)] = await installation.RecordMeetingAsync(forum, MeetingStart, attendees, agenda.Select(d => d.Case.Id));
        }

        // The first embargoes end, and what was kept until the day of the import has to go.
        installation.Clock.Advance(TimeSpan.FromHours(25));
        return new PersonaPartnership(installation, dossiers, meetings);
    }

    public BasisdossierRequest Request(Situation asked)
    {
        var id = Dossiers[asked.Dossier].Case.Id;
        var meeting = asked.Forum is "none" or "meldpunt" ? null : Meetings[(asked.Forum, asked.Dossier / AgendaSize)];
        var alias = !asked.ByAlias ? null : meeting?.Agenda.First(i => i.Case == id).Alias ?? RandomId.Create();
        var at = asked.Forum == "meldpunt" ? MeetingId.Meldpunt : meeting?.Id;
        var pseudonym = alias is null && Expect(asked).View == Level.Pseudonymised ? References.PseudonymOf(PersonOf(asked), asked.Purpose, id) : null;
        return new BasisdossierRequest(
            asked.Purpose,
            new CaseReference(alias is null && pseudonym is null ? id : null, alias, at) { Pseudonym = pseudonym },
            [],
            0,
            "");
    }

    public Expected Expect(Situation asked)
    {
        var dossier = Dossiers[asked.Dossier];
        return Oracle.Answer(asked, dossier.Case.State, dossier.Sections);
    }

    public Person PersonOf(Situation asked)
    {
        var roles = asked.AllRoles ? [.. Installation.Covenant.Partners[asked.Partner].Roles] : new[] { asked.Role };
        return new Person(Installation, asked.Partner, ActorOf(asked.Relation), asked.Role, roles);
    }

    public ValueTask DisposeAsync() => Installation.DisposeAsync();

    private static string ActorOf(Relation relation) => $"somebody-{Words.Of(relation)}";
}
