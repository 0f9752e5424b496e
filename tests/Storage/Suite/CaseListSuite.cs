using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>Lists, a part at a time: of the cases that one caller may see, and of what one partner contributed.</summary>
public abstract class CaseListSuite : StorageSuite
{
    private static readonly CaseStanding[] Everything =
        [.. from relation in Enum.GetValues<Relation>() from state in Enum.GetValues<CaseState>() select new CaseStanding(relation, state)];

    private static readonly string[] AllCategories = ["police", "signals"];

    [Fact]
    public async Task ListCases_GivesTheVisibleStandingsOnlyInTheOrderOfTheirIds()
    {
        var lead = Open(new TeamMember("oov", "a", Relation.Lead));
        var backup = Open(new TeamMember("oov", "a", Relation.Backup));
        var others = Open(new TeamMember("oov", "b", Relation.Lead), new TeamMember("om", "a", Relation.Duo));
        var moved = Open(new TeamMember("oov", "a", Relation.Lead));
        Write(Amsterdam, new CaseMoved(moved, CaseState.Signal, CaseState.Weighed));
        Write(Utrecht, Opened(CaseId.Create(), null, null, new TeamMember("oov", "a", Relation.Lead)));
        Storage.Restart();

        Assert.Equal(Sorted(lead, backup, others, moved), await ListAsync(Everything));
        Assert.Equal(Sorted(lead), await ListAsync(new CaseStanding(Relation.Lead, CaseState.Signal)));
        Assert.Equal(Sorted(lead, moved), await ListAsync(new CaseStanding(Relation.Lead, CaseState.Signal), new CaseStanding(Relation.Lead, CaseState.Weighed)));
        Assert.Equal(Sorted(others), await ListAsync(new CaseStanding(Relation.None, CaseState.Signal)));
        Assert.Equal(Sorted(backup, others), await ListAsync(new CaseStanding(Relation.None, CaseState.Signal), new CaseStanding(Relation.Backup, CaseState.Signal)));
        Assert.Empty(await ListAsync(new CaseStanding(Relation.None, CaseState.Weighed)));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task ListCases_Listed_IsAsItStandsInTheRecords()
    {
        var id = Open(new TeamMember("oov", "a", Relation.Duo));
        Write(Amsterdam, new CovenantActivated(new byte[32]));
        var reading = await ReadAsync(Amsterdam, id);

        var list = await Storage.Dossiers.ListCasesAsync(Amsterdam, new CaseListQuery("oov", "a", null, Everything, "", 10), Cancellation);

        Assert.Equal(1, list.PartnershipEpoch);
        Assert.Equal(new ListedCase(reading.Case!.Case, reading.Case.Epoch, Relation.Duo, null), Assert.Single(list.Cases));
    }

    [Fact]
    public async Task ListCases_OfWhichViewsWereWithdrawn_ListsThemWhereTheyAreSeenInFullOnly()
    {
        var (lead, stranger) = (Open(new TeamMember("oov", "a", Relation.Lead)), Open());
        var meeting = MeetingOf(MeetingId.Create(), (lead, "alias-1"), (stranger, "alias-2"));
        Write(Amsterdam, new MeetingPlanned(meeting));
        Write(Amsterdam, new ViewsWithdrawn(lead, meeting.Id, Moment));
        Write(Amsterdam, new ViewsWithdrawn(stranger, meeting.Id, Moment));

        async Task<IEnumerable<CaseId>> ListedAsync(params CaseStanding[] inFull) =>
            (await Storage.Dossiers.ListCasesAsync(
                Amsterdam, new CaseListQuery("oov", "a", meeting.Id, Everything, "", 10) { InFull = inFull }, Cancellation)).Cases.Select(c => c.Case.Id);

        Assert.Empty(await ListedAsync());
        Assert.Equal([lead], await ListedAsync(new CaseStanding(Relation.Lead, CaseState.Signal)));
        Assert.Equal([lead, stranger], await ListedAsync(Everything));
        Assert.Equal(Sorted(lead, stranger), await ListAsync(Everything)); // outside the meeting nothing was withdrawn
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListCases_PartByPart_IsComplete(bool atMeeting)
    {
        var ids = new List<CaseId>();
        for (var i = 0; i < 9; i++)
            ids.Add(Open(new TeamMember("oov", "a", Relation.Lead)));
        var meeting = MeetingOf(MeetingId.Create(), [.. ids.Select(id => (id, RandomId.Create()))]);
        Write(Amsterdam, new MeetingPlanned(meeting));

        var seen = new List<ListedCase>();
        IReadOnlyList<ListedCase> part;
        do
        {
            var query = new CaseListQuery("oov", "a", atMeeting ? meeting.Id : null, Everything, seen is [.., var last] ? last.Key : "", 4);
            part = (await Storage.Dossiers.ListCasesAsync(Amsterdam, query, Cancellation)).Cases;
            Assert.InRange(part.Count, 0, 4);
            seen.AddRange(part);
        }
        while (part.Count > 0);

        Assert.Equal(Sorted([.. ids]).ToHashSet(), seen.Select(c => c.Case.Id.Value).ToHashSet());
        Assert.Equal(9, seen.Count);
        Assert.Equal(seen.Select(c => c.Key).Order(StringComparer.Ordinal), seen.Select(c => c.Key));
    }

    [Fact]
    public async Task ListCases_AtAMeeting_IsItsAgendaByAlias()
    {
        var own = Open(new TeamMember("oov", "a", Relation.Member));
        var other = Open();
        var elsewhere = Open();
        var meeting = MeetingOf(MeetingId.Create(), (own, "Zilver"), (other, "Amber"));
        Write(Amsterdam, new MeetingPlanned(meeting), new MeetingPlanned(MeetingOf(MeetingId.Create(), (elsewhere, "Amber"), (own, "Brons"))));

        var list = await Storage.Dossiers.ListCasesAsync(Amsterdam, new CaseListQuery("oov", "a", meeting.Id, Everything, "", 10), Cancellation);

        Assert.Equal([("Amber", other, Relation.None), ("Zilver", own, Relation.Member)], list.Cases.Select(c => (c.Alias!, c.Case.Id, c.Relation)));
        Assert.Empty((await Storage.Dossiers.ListCasesAsync(Utrecht, new CaseListQuery("oov", "a", meeting.Id, Everything, "", 10), Cancellation)).Cases);
        Assert.Empty((await Storage.Dossiers.ListCasesAsync(Amsterdam, new CaseListQuery("oov", "a", MeetingId.Create(), Everything, "", 10), Cancellation)).Cases);
    }

    [Fact]
    public async Task ListOwnSections_GivesTheNewestOfOneSourceInTheOrderOfTheFirst()
    {
        var one = Open();
        var other = Open();
        SectionId a = SectionId.Create(), b = SectionId.Create(), c = SectionId.Create();
        Write(
            Amsterdam,
            new SectionContributed(one, SectionOf(a)),
            new SectionContributed(other, SectionOf(b, category: "signals")),
            new SectionContributed(one, SectionOf(SectionId.Create(), source: "om")),
            new SectionContributed(one, SectionOf(c)));
        Write(Amsterdam, new SectionContributed(one, SectionOf(a, 2)));
        Write(Utrecht, Opened(one), new SectionContributed(one, SectionOf(SectionId.Create())));
        Storage.Restart();

        var reading = await OwnAsync();

        Assert.Equal([(a, 2, one, 1L), (b, 1, other, 2L), (c, 1, one, 4L)], reading.Sections.Select(s => (s.Section.Id, s.Section.Version, s.Case.Id, s.Place)));
        Assert.Equal([5L, 2L, 4L], reading.Sections.Select(s => s.Section.Sequence));
        Assert.Equal([2L, 1L, 2L], reading.Sections.Select(s => s.CaseEpoch)); // the newer version moved the one's
        Assert.False(reading.More);
        Assert.Equal([b], (await OwnAsync(categories: ["signals"])).Sections.Select(s => s.Section.Id));
        Assert.Empty((await OwnAsync(categories: [])).Sections);
        Assert.Empty((await OwnAsync(source: "ggd")).Sections);
        Assert.Equal(3, (await OwnAsync(keptOn: new DateOnly(2031, 12, 31))).Sections.Count);
        Assert.Empty((await OwnAsync(keptOn: new DateOnly(2032, 1, 1))).Sections);
    }

    [Fact]
    public async Task ListOwnSections_PartByPart_IsCompleteAndHoldsNoMoreThanAsked()
    {
        var id = Open();
        for (var i = 0; i < 7; i++)
            Write(Amsterdam, new SectionContributed(id, SectionOf(SectionId.Create())));

        var byCount = await PartsAsync(3, int.MaxValue);
        var byBytes = await PartsAsync(100, 130); // each is 64
        var tooLarge = await PartsAsync(100, 1);

        Assert.Equal([3, 3, 1], byCount);
        Assert.Equal([2, 2, 2, 1], byBytes);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1], tooLarge);
        Assert.False((await OwnAsync(count: 7)).More);
        Assert.True((await OwnAsync(count: 6)).More);
    }

    private async Task<IReadOnlyList<int>> PartsAsync(int count, int bytes)
    {
        var parts = new List<int>();
        OwnSectionsReading part;
        long after = 0;
        do
        {
            part = await OwnAsync(after: after, count: count, bytes: bytes);
            parts.Add(part.Sections.Count);
            after = part.Sections[^1].Place;
        }
        while (part.More);
        return parts;
    }

    [Fact]
    public async Task ListOwnSections_Withdrawn_IsNotThereAndTheRestFollowsOn()
    {
        var @case = Open();
        var ids = new List<SectionId>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(SectionId.Create());
            Write(Amsterdam, new SectionContributed(@case, SectionOf(ids[i])));
        }

        Write(Amsterdam, new SectionWithdrawn(@case, ids[1], 2));

        var part = await OwnAsync("politie", count: 2);
        Assert.Equal([ids[0], ids[2]], part.Sections.Select(s => s.Section.Id));
        Assert.False(part.More);
    }

    private Task<OwnSectionsReading> OwnAsync(
        string source = "politie", string[]? categories = null, DateOnly? keptOn = null, long after = 0, int count = 100, int bytes = int.MaxValue) =>
        Storage.Dossiers.ListOwnSectionsAsync(
            Amsterdam, new OwnSectionsQuery(source, categories ?? AllCategories, keptOn ?? new DateOnly(2026, 1, 1), after, count, bytes), Cancellation);

    private CaseId Open(params TeamMember[] team)
    {
        var id = CaseId.Create();
        Assert.True(Write(Amsterdam, Opened(id, null, null, team)));
        return id;
    }

    private async Task<IEnumerable<string>> ListAsync(params CaseStanding[] visible) =>
        (await Storage.Dossiers.ListCasesAsync(Amsterdam, new CaseListQuery("oov", "a", null, visible, "", 100), Cancellation)).Cases.Select(c => c.Case.Id.Value);

    private static IEnumerable<string> Sorted(params CaseId[] ids) => ids.Select(id => id.Value).Order(StringComparer.Ordinal);
}
