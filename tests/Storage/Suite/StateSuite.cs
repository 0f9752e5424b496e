using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>What decides who may see what, read all at once.</summary>
public abstract class StateSuite : StorageSuite
{
    [Fact]
    public async Task ReadState_IsEverythingOfThePartnershipAndNothingOfAnother()
    {
        var (id, other) = (CaseId.Create(), CaseId.Create());
        var meeting = MeetingOf(MeetingId.Create(), (id, "alias"));
        Assert.True(Write(Amsterdam, new CovenantActivated(new byte[32])));
        Assert.True(Write(Amsterdam, Opened(id, null, null, new TeamMember("oov", "a", Consent.Relation.Lead), new TeamMember("ggd", "b", Consent.Relation.Backup))));
        Assert.True(Write(Amsterdam, new MeetingPlanned(meeting)));
        Assert.True(Write(Utrecht, Opened(other, null, null, new TeamMember("oov", "c", Consent.Relation.Lead))));

        var state = await Storage.Dossiers.ReadStateAsync(Amsterdam, Cancellation);

        Assert.Equal(new byte[32], state.Covenant?.ToArray());
        Assert.Equal(
            [new RecordedMember(id, new TeamMember("ggd", "b", Consent.Relation.Backup)), new RecordedMember(id, new TeamMember("oov", "a", Consent.Relation.Lead))],
            state.Team.OrderBy(m => m.Member.Partner, StringComparer.Ordinal));
        var kept = Assert.Single(state.Meetings);
        Assert.Equal((meeting.Id, meeting.Forum, meeting.EndsAt, meeting.ClosedAt), (kept.Id, kept.Forum, kept.EndsAt, kept.ClosedAt));
        Assert.Equal(meeting.Attendees, kept.Attendees);
        Assert.Equal(meeting.Agenda, kept.Agenda);
        Assert.Empty(state.Grants);

        var theirs = await Storage.Dossiers.ReadStateAsync(Utrecht, Cancellation);
        Assert.Equal(other, Assert.Single(theirs.Team).Case);
        Assert.Empty(theirs.Meetings);
        Assert.True(theirs.Covenant is not { IsEmpty: false });
    }

    [Fact]
    public async Task ViewsWithdrawn_MarksThatCaseAtThatMeetingAndMovesTheCasesEpoch()
    {
        var (id, other) = (CaseId.Create(), CaseId.Create());
        var (meeting, next) = (MeetingOf(MeetingId.Create(), (id, "alias"), (other, "anders")), MeetingOf(MeetingId.Create(), (id, "volgende")));
        Assert.True(Write(Amsterdam, Opened(id)));
        Assert.True(Write(Amsterdam, Opened(other)));
        Assert.True(Write(Amsterdam, new MeetingPlanned(meeting)));
        Assert.True(Write(Amsterdam, new MeetingPlanned(next)));
        var before = await ReadAsync(Amsterdam, id, meeting: meeting.Id);

        Assert.True(Write(Amsterdam, new ViewsWithdrawn(id, meeting.Id, Moment)));
        Storage.Restart();

        var after = await ReadAsync(Amsterdam, id, meeting: meeting.Id);
        Assert.Equal((before.Case!.Epoch + 1, before.PartnershipEpoch), (after.Case!.Epoch, after.PartnershipEpoch));
        Assert.Equal([new AgendaItem(id, "alias") { WithdrawnAt = Moment }, new AgendaItem(other, "anders")], after.Meeting!.Agenda);
        Assert.Equal(next.Agenda, (await ReadAsync(Amsterdam, id, meeting: next.Id)).Meeting!.Agenda);
        Assert.Contains(
            new AgendaItem(id, "alias") { WithdrawnAt = Moment },
            (await Storage.Dossiers.ReadStateAsync(Amsterdam, Cancellation)).Meetings.SelectMany(m => m.Agenda));
    }

    [Fact]
    public async Task ViewsWithdrawn_TwiceOrOfNoAgendaItem_Conflicts()
    {
        var (id, unplanned) = (CaseId.Create(), CaseId.Create());
        var meeting = MeetingOf(MeetingId.Create(), (id, "alias"));
        Write(Amsterdam, Opened(id));
        Write(Amsterdam, Opened(unplanned));
        Write(Amsterdam, new MeetingPlanned(meeting));
        Assert.False(Write(Amsterdam, new ViewsWithdrawn(unplanned, meeting.Id, Moment)));
        Assert.False(Write(Amsterdam, new ViewsWithdrawn(id, MeetingId.Create(), Moment)));
        Assert.False(Write(Utrecht, new ViewsWithdrawn(id, meeting.Id, Moment)));
        Assert.True(Write(Amsterdam, new ViewsWithdrawn(id, meeting.Id, Moment)));
        Assert.False(Write(Amsterdam, new ViewsWithdrawn(id, meeting.Id, Moment.AddHours(1))));
        Assert.Equal(Moment, (await ReadAsync(Amsterdam, id, meeting: meeting.Id)).Meeting!.Agenda.Single().WithdrawnAt);
    }
}
