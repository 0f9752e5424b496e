using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

public abstract class DossierStoreSuite : StorageSuite
{
    private static readonly byte[] Index = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly CaseId _case = CaseId.Create();

    [Fact]
    public async Task ReadCase_Opened_GivesWhatWasOpened()
    {
        var change = Opened(_case, Index, null, new TeamMember("oov", "a", Relation.Lead), new TeamMember("ggd", "a", Relation.Backup));
        Assert.True(Write(Amsterdam, change));
        Storage.Restart();
        var reading = await ReadAsync(Amsterdam, _case);
        Assert.Equal(change.Case, reading.Case!.Case);
        Assert.Equal(1, reading.Case.Epoch);
        Assert.Equal(Relation.Lead, reading.Case.Relation);
        Assert.Empty(reading.Case.Sections);
        Assert.Null(reading.Meeting);
        Assert.Equal(0, reading.PartnershipEpoch);
        Assert.Equal(Relation.Backup, (await ReadAsync(Amsterdam, _case, "ggd")).Case!.Relation);
        Assert.Equal(Relation.None, (await ReadAsync(Amsterdam, _case, "om")).Case!.Relation);
        Assert.Equal(Relation.None, (await ReadAsync(Amsterdam, _case, "oov", "A")).Case!.Relation);
    }

    [Fact]
    public async Task ReadCase_OfAnotherPartnership_IsNotThere()
    {
        Write(Amsterdam, Opened(_case, Index));
        Assert.Null((await ReadAsync(Utrecht, _case)).Case);
        Assert.Null(await Storage.Dossiers.FindSubjectAsync(Utrecht, Index, Cancellation));
        Assert.False(Write(Utrecht, new TeamChanged(_case, new TeamMember("oov", "a", Relation.Lead))));
        Assert.False(Write(Utrecht, new SectionContributed(_case, SectionOf(SectionId.Create()))));
        Assert.False(Write(Utrecht, new CaseMoved(_case, CaseState.Signal, CaseState.Weighed)));
        Assert.True(Write(Utrecht, Opened(_case)));
    }

    [Fact]
    public async Task ReadCase_UnknownOrUnnamed_IsNotThere()
    {
        Assert.Null((await ReadAsync(Amsterdam, _case)).Case);
        Assert.Null((await ReadAsync(Amsterdam, default)).Case);
        Assert.Null((await ReadAsync(Amsterdam, new CaseId(""))).Case);
    }

    [Fact]
    public async Task ReadCase_NamedTwiceOrNotAtAll_Throws()
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Storage.Dossiers.ReadCaseAsync(Amsterdam, new CaseQuery(_case, "alias", MeetingId.Create(), "oov", "a"), _ => true, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Storage.Dossiers.ReadCaseAsync(Amsterdam, new CaseQuery(null, null, null, "oov", "a"), _ => true, Cancellation));
    }

    [Fact]
    public async Task CaseOpened_Twice_Conflicts()
    {
        var first = Opened(_case);
        Write(Amsterdam, first);
        Assert.False(Write(Amsterdam, Opened(_case)));
        Assert.Equal(first.Case, (await ReadAsync(Amsterdam, _case)).Case!.Case);
    }

    [Fact]
    public async Task CaseOpened_OnAKnownPerson_KeepsTheSubject()
    {
        var subject = SubjectId.Create();
        Write(Amsterdam, Opened(_case, Index, subject));
        Assert.Equal(subject, await Storage.Dossiers.FindSubjectAsync(Amsterdam, Index, Cancellation));
        Assert.True(Write(Amsterdam, Opened(CaseId.Create(), Index, subject)));
        Assert.False(Write(Amsterdam, Opened(CaseId.Create(), Index, SubjectId.Create())));
        Assert.Equal(subject, await Storage.Dossiers.FindSubjectAsync(Amsterdam, Index, Cancellation));
    }

    [Fact]
    public void CaseOpened_ActorTwiceInTheTeam_Conflicts() => Assert.False(Write(
        Amsterdam,
        Opened(_case, null, null, new TeamMember("oov", "a", Relation.Lead), new TeamMember("oov", "a", Relation.Duo))));

    [Fact]
    public async Task CaseMoved_FromItsState_MovesItsEpoch()
    {
        Write(Amsterdam, Opened(_case));
        Assert.True(Write(Amsterdam, new CaseMoved(_case, CaseState.Signal, CaseState.Weighed)));
        var reading = await ReadAsync(Amsterdam, _case);
        Assert.Equal(CaseState.Weighed, reading.Case!.Case.State);
        Assert.Equal(2, reading.Case.Epoch);
        Assert.Equal(0, reading.PartnershipEpoch);
    }

    [Fact]
    public async Task CaseMoved_FromAnotherState_Conflicts()
    {
        Write(Amsterdam, Opened(_case));
        Assert.False(Write(Amsterdam, new CaseMoved(_case, CaseState.Weighed, CaseState.Active)));
        Assert.False(Write(Amsterdam, new CaseMoved(CaseId.Create(), CaseState.Signal, CaseState.Weighed)));
        Assert.Equal(1, (await ReadAsync(Amsterdam, _case)).Case!.Epoch);
    }

    [Fact]
    public async Task TeamChanged_BeginsChangesAndEnds_MovesTheCasesEpochEachTime()
    {
        Write(Amsterdam, Opened(_case));
        var epoch = 1;
        foreach (var relation in new[] { Relation.Member, Relation.Duo, Relation.None })
        {
            Assert.True(Write(Amsterdam, new TeamChanged(_case, new TeamMember("oov", "a", relation))));
            var reading = await ReadAsync(Amsterdam, _case);
            Assert.Equal(relation, reading.Case!.Relation);
            Assert.Equal(++epoch, reading.Case.Epoch);
        }
        Assert.False(Write(Amsterdam, new TeamChanged(CaseId.Create(), new TeamMember("oov", "a", Relation.Lead))));
        Assert.False(Write(Amsterdam, new TeamChanged(CaseId.Create(), new TeamMember("oov", "a", Relation.None))));
    }

    [Fact]
    public async Task SectionContributed_EveryField_ComesBack()
    {
        var section = SectionOf(SectionId.Create()) with
        {
            Handling = Handling.AskSource,
            Recipients = ["om", "ggd"],
            EmbargoUntil = Moment.AddTicks(1),
            Secrecy = Secrecy.NotLifted,
            Date = new PartialDate(1970, 5),
        };
        Write(Amsterdam, Opened(_case));
        Assert.True(Write(Amsterdam, new SectionContributed(_case, section)));
        Storage.Restart();
        var reading = (await ReadAsync(Amsterdam, _case)).Case!;
        Assert.Equal(1, reading.Epoch); // it takes nothing away
        AssertSame(section with { Sequence = 1 }, Assert.Single(reading.Sections));
    }

    [Fact]
    public async Task ReadActiveCases_GivesWhatActiveCasesHoldNow()
    {
        SectionId corrected = SectionId.Create(), withdrawn = SectionId.Create(), expired = SectionId.Create();
        var subject = SubjectId.Create();
        var newest = SectionOf(corrected, 2);
        Write(Amsterdam, Opened(_case, null, subject));
        Write(Amsterdam, Opened(CaseId.Create())); // a signal
        Write(Utrecht, Opened(_case), new CaseMoved(_case, CaseState.Signal, CaseState.Weighed), new CaseMoved(_case, CaseState.Weighed, CaseState.Active));
        Write(
            Amsterdam,
            new SectionContributed(_case, SectionOf(corrected)),
            new SectionContributed(_case, SectionOf(withdrawn)),
            new SectionContributed(_case, SectionOf(expired) with { KeepUntil = new DateOnly(2026, 2, 28) }));
        Assert.Empty((await ReadActiveAsync(null, 10)).Cases);
        Write(Amsterdam, new CaseMoved(_case, CaseState.Signal, CaseState.Weighed), new CaseMoved(_case, CaseState.Weighed, CaseState.Active));
        Write(Amsterdam, new SectionContributed(_case, newest), new SectionWithdrawn(_case, withdrawn, 2));

        var reading = await ReadActiveAsync(null, 10);

        var found = Assert.Single(reading.Cases);
        Assert.Equal((_case, subject, false), (found.Id, found.Subject, reading.More));
        AssertSame(newest with { Sequence = 4 }, Assert.Single(found.Sections));
    }

    [Fact]
    public async Task ReadActiveCases_PartByPart_GivesEachOnce()
    {
        CaseId[] cases = [.. Enumerable.Range(0, 5).Select(_ => CaseId.Create()).OrderBy(id => id.Value, StringComparer.Ordinal)];
        foreach (var id in cases)
        {
            Write(
                Amsterdam,
                Opened(id),
                new SectionContributed(id, SectionOf(SectionId.Create())),
                new CaseMoved(id, CaseState.Signal, CaseState.Weighed),
                new CaseMoved(id, CaseState.Weighed, CaseState.Active));
        }

        var (first, second) = (await ReadActiveAsync(null, 3), await ReadActiveAsync(cases[2], 3));

        Assert.Equal((true, false), (first.More, second.More));
        Assert.Equal(cases, first.Cases.Concat(second.Cases).Select(c => c.Id));
        Assert.All(first.Cases.Concat(second.Cases), c => Assert.Single(c.Sections));
    }

    [Theory]
    [InlineData(1970, null, null)]
    [InlineData(1970, 12, null)]
    [InlineData(2000, 2, 29)]
    public async Task SectionContributed_PartialDate_StaysPartial(int year, int? month, int? day)
    {
        var section = SectionOf(SectionId.Create()) with { Date = new PartialDate(year, month, day) };
        Write(Amsterdam, Opened(_case), new SectionContributed(_case, section));
        Assert.Equal(section.Date, (await ReadAsync(Amsterdam, _case)).Case!.Sections.Single().Date);
    }

    [Fact]
    public async Task SectionContributed_NewVersions_GiveTheNewestInTheOrderOfTheLog()
    {
        SectionId a = SectionId.Create(), b = SectionId.Create();
        Write(Amsterdam, Opened(_case), new SectionContributed(_case, SectionOf(a)), new SectionContributed(_case, SectionOf(b)));
        Assert.True(Write(Amsterdam, new SectionContributed(_case, SectionOf(a, 2))));
        var sections = (await ReadAsync(Amsterdam, _case)).Case!.Sections;
        Assert.Equal([(b, 1, 2L), (a, 2, 3L)], sections.Select(s => (s.Id, s.Version, s.Sequence)));
    }

    [Fact]
    public async Task SectionContributed_ConflictingOnes_LeaveNoGapInTheSequence()
    {
        var id = SectionId.Create();
        Write(Amsterdam, Opened(_case), new SectionContributed(_case, SectionOf(id)));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(SectionId.Create())), new SectionContributed(_case, SectionOf(id))));
        Write(Amsterdam, new SectionContributed(_case, SectionOf(SectionId.Create())));
        Assert.Equal([1L, 2L], (await ReadAsync(Amsterdam, _case)).Case!.Sections.Select(s => s.Sequence));
    }

    [Fact]
    public async Task SectionContributed_SameVersionGapOrForeignSection_Conflicts()
    {
        var id = SectionId.Create();
        var other = CaseId.Create();
        var first = SectionOf(id);
        Write(Amsterdam, Opened(_case), Opened(other), new SectionContributed(_case, first));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(id))));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(id, 3))));
        Assert.False(Write(Amsterdam, new SectionContributed(other, SectionOf(id, 2))));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(id, 2, source: "om"))));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(id, 2, category: "signals"))));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(SectionId.Create(), 2))));
        AssertSame(first with { Sequence = 1 }, (await ReadAsync(Amsterdam, _case)).Case!.Sections.Single());
    }

    [Fact]
    public async Task SectionContributed_NewVersion_MovesTheCasesEpoch()
    {
        var id = SectionId.Create();
        Write(Amsterdam, Opened(_case), new SectionContributed(_case, SectionOf(id)));
        Assert.True(Write(Amsterdam, new SectionContributed(_case, SectionOf(id, 2))));
        Assert.Equal(2, (await ReadAsync(Amsterdam, _case)).Case!.Epoch);
        Assert.False(Holds(Amsterdam, new EpochGuard(_case.Value, 1)));
    }

    [Fact]
    public async Task SectionWithdrawn_LeavesTheSectionOutAndTheOthersInTheirPlaces()
    {
        SectionId a = SectionId.Create(), b = SectionId.Create(), c = SectionId.Create();
        Write(Amsterdam, Opened(_case), Contributed(a), Contributed(b), Contributed(c));
        Assert.True(Write(Amsterdam, new SectionWithdrawn(_case, b, 2)));
        Storage.Restart();
        var reading = (await ReadAsync(Amsterdam, _case)).Case!;
        Assert.Equal([(a, 1L), (c, 3L)], reading.Sections.Select(s => (s.Id, s.Sequence)));
        Assert.Equal(2, reading.Epoch);
        Write(Amsterdam, Contributed(SectionId.Create()));
        Assert.Equal([1L, 3L, 5L], (await ReadAsync(Amsterdam, _case)).Case!.Sections.Select(s => s.Sequence));

        SectionContributed Contributed(SectionId id) => new(_case, SectionOf(id));
    }

    [Fact]
    public async Task SectionWithdrawn_HoldsNothingAndStaysKnownByItsId()
    {
        var section = SectionOf(SectionId.Create()) with { Recipients = ["om"], EmbargoUntil = Moment, Date = new PartialDate(1970, 5) };
        Write(Amsterdam, Opened(_case), new SectionContributed(_case, section));
        var before = (await Storage.Dossiers.ReadSectionAsync(Amsterdam, section.Id, Cancellation)).Section!;
        Assert.False(before.IsWithdrawn);
        AssertSame(section with { Sequence = 1 }, before.Newest);
        Assert.Equal((_case, 1L), (before.Case.Id, before.CaseEpoch));

        Assert.True(Write(Amsterdam, new SectionWithdrawn(_case, section.Id, 2)));

        var after = (await Storage.Dossiers.ReadSectionAsync(Amsterdam, section.Id, Cancellation)).Section!;
        Assert.True(after.IsWithdrawn);
        AssertSame(
            section with
            {
                Sequence = 2,
                Version = 2,
                Recipients = [],
                EmbargoUntil = null,
                Date = null,
                Secrecy = Secrecy.NotLifted,
                EncryptedContent = default,
            },
            after.Newest);
        Assert.Equal((_case, 2L), (after.Case.Id, after.CaseEpoch));
    }

    [Fact]
    public async Task SectionWithdrawn_TwiceGapOrForeignCase_Conflicts()
    {
        var id = SectionId.Create();
        var other = CaseId.Create();
        Write(Amsterdam, Opened(_case), Opened(other), new SectionContributed(_case, SectionOf(id)));
        Assert.False(Write(Amsterdam, new SectionWithdrawn(_case, id, 1)));
        Assert.False(Write(Amsterdam, new SectionWithdrawn(_case, id, 3)));
        Assert.False(Write(Amsterdam, new SectionWithdrawn(other, id, 2)));
        Assert.False(Write(Amsterdam, new SectionWithdrawn(_case, SectionId.Create(), 1)));
        Assert.False(Write(Utrecht, new SectionWithdrawn(_case, id, 2)));
        Assert.Single((await ReadAsync(Amsterdam, _case)).Case!.Sections);

        Assert.True(Write(Amsterdam, new SectionWithdrawn(_case, id, 2)));
        Assert.False(Write(Amsterdam, new SectionWithdrawn(_case, id, 3)));
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(id, 3))));
        Assert.Empty((await ReadAsync(Amsterdam, _case)).Case!.Sections);
    }

    [Fact]
    public async Task ReadSection_UnknownOrOfAnotherPartnership_IsNotThere()
    {
        var id = SectionId.Create();
        Write(Amsterdam, Opened(_case), new SectionContributed(_case, SectionOf(id)));
        Assert.Null((await Storage.Dossiers.ReadSectionAsync(Amsterdam, SectionId.Create(), Cancellation)).Section);
        Assert.Null((await Storage.Dossiers.ReadSectionAsync(Utrecht, id, Cancellation)).Section);
        Assert.Null((await Storage.Dossiers.ReadSectionAsync(Amsterdam, default, Cancellation)).Section);
    }

    [Fact]
    public void SectionContributed_ToNoCase_Conflicts() =>
        Assert.False(Write(Amsterdam, new SectionContributed(_case, SectionOf(SectionId.Create()))));

    [Fact]
    public async Task MeetingPlanned_ComesBackAndMovesThePartnershipsEpoch()
    {
        var other = CaseId.Create();
        var meeting = MeetingOf(MeetingId.Create(), (_case, "Zilver"), (other, "Amber"));
        Write(Amsterdam, Opened(_case), Opened(other));
        Assert.True(Write(Amsterdam, new MeetingPlanned(meeting)));
        Storage.Restart();
        var (read, epoch) = await Storage.Dossiers.ReadMeetingAsync(Amsterdam, meeting.Id, Cancellation);
        AssertSame(meeting, read!);
        Assert.Equal(1, epoch);
        Assert.Equal(1, (await ReadAsync(Amsterdam, _case)).Case!.Epoch);
        Assert.Null((await Storage.Dossiers.ReadMeetingAsync(Utrecht, meeting.Id, Cancellation)).Meeting);
        Assert.Null((await Storage.Dossiers.ReadMeetingAsync(Amsterdam, MeetingId.Create(), Cancellation)).Meeting);
    }

    [Fact]
    public async Task ReadCase_ByAlias_GivesTheCaseOfThatMeetingOnly()
    {
        var other = CaseId.Create();
        MeetingId first = MeetingId.Create(), second = MeetingId.Create();
        Write(Amsterdam, Opened(_case), Opened(other));
        Write(Amsterdam, new MeetingPlanned(MeetingOf(first, (_case, "Zilver"))), new MeetingPlanned(MeetingOf(second, (other, "Zilver"), (_case, "Amber"))));
        Assert.Equal(_case, (await ByAlias(first, "Zilver")).Case!.Case.Id);
        Assert.Equal(other, (await ByAlias(second, "Zilver")).Case!.Case.Id);
        Assert.Equal(first, (await ByAlias(first, "Zilver")).Meeting!.Id);
        Assert.Null((await ByAlias(first, "Amber")).Case);
        Assert.Null((await ByAlias(first, "zilver")).Case);
        Assert.Null((await ByAlias(MeetingId.Create(), "Zilver")).Case);
        Assert.Null((await ByAlias(null, "Zilver")).Case);
        Assert.Null((await ByAlias(MeetingId.Meldpunt, "Zilver")).Case);
    }

    [Fact]
    public async Task ReadCase_AtTheMeldpunt_HasNoStoredMeeting()
    {
        Write(Amsterdam, Opened(_case));
        var reading = await ReadAsync(Amsterdam, _case, meeting: MeetingId.Meldpunt);
        Assert.Null(reading.Meeting);
        Assert.Equal(_case, reading.Case!.Case.Id);
        Assert.False(Write(Amsterdam, new MeetingPlanned(MeetingOf(MeetingId.Meldpunt, (_case, "Zilver")))));
    }

    [Fact]
    public async Task MeetingPlanned_TakenIdOrDoubleAliasCaseOrAttendeeOrUnknownCase_Conflicts()
    {
        var other = CaseId.Create();
        var taken = MeetingOf(MeetingId.Create(), (_case, "Zilver"));
        Write(Amsterdam, Opened(_case), Opened(other), new MeetingPlanned(taken));
        Assert.False(Write(Amsterdam, new MeetingPlanned(taken)));
        Assert.False(Write(Amsterdam, new MeetingPlanned(MeetingOf(MeetingId.Create(), (_case, "Zilver"), (other, "Zilver")))));
        Assert.False(Write(Amsterdam, new MeetingPlanned(MeetingOf(MeetingId.Create(), (_case, "Zilver"), (_case, "Amber")))));
        Assert.False(Write(Amsterdam, new MeetingPlanned(MeetingOf(MeetingId.Create(), (CaseId.Create(), "Zilver")))));
        var twice = MeetingOf(MeetingId.Create()) with { Attendees = [new Attendee("oov", "a"), new Attendee("oov", "a")] };
        Assert.False(Write(Amsterdam, new MeetingPlanned(twice)));
        Assert.Equal(1, await Storage.Dossiers.ReadPartnershipEpochAsync(Amsterdam, Cancellation));
    }

    [Fact]
    public async Task MeetingClosed_Once_FixesTheMinutesAndTwiceConflicts()
    {
        var meeting = MeetingOf(MeetingId.Create());
        Write(Amsterdam, new MeetingPlanned(meeting));
        Assert.True(Write(Amsterdam, new MeetingClosed(meeting.Id, Moment.AddHours(1))));
        Assert.False(Write(Amsterdam, new MeetingClosed(meeting.Id, Moment.AddHours(3))));
        Assert.False(Write(Amsterdam, new MeetingClosed(MeetingId.Create(), Moment)));
        Assert.False(Write(Amsterdam, new MeetingClosed(MeetingId.Meldpunt, Moment)));
        Assert.False(Write(Utrecht, new MeetingClosed(meeting.Id, Moment)));
        var (read, epoch) = await Storage.Dossiers.ReadMeetingAsync(Amsterdam, meeting.Id, Cancellation);
        Assert.Equal(Moment.AddHours(1), read!.ClosedAt);
        Assert.Equal(2, epoch);
    }

    [Fact]
    public async Task CovenantActivated_LastOneDecides()
    {
        byte[] first = [.. Enumerable.Repeat((byte)1, 32)], second = [.. Enumerable.Repeat((byte)2, 32)];
        Assert.Null(await Storage.Dossiers.ReadCovenantDigestAsync(Amsterdam, Cancellation));
        Write(Amsterdam, new CovenantActivated(first));
        Write(Amsterdam, new CovenantActivated(second));
        Assert.Equal(second, (await Storage.Dossiers.ReadCovenantDigestAsync(Amsterdam, Cancellation))!.Value.ToArray());
        Assert.Equal(2, await Storage.Dossiers.ReadPartnershipEpochAsync(Amsterdam, Cancellation));
        Assert.Null(await Storage.Dossiers.ReadCovenantDigestAsync(Utrecht, Cancellation));
    }

    [Fact]
    public async Task ReadCovenantDigest_EpochMovedByAMeeting_IsStillNone()
    {
        Write(Amsterdam, new MeetingPlanned(MeetingOf(MeetingId.Create())));
        Assert.Null(await Storage.Dossiers.ReadCovenantDigestAsync(Amsterdam, Cancellation));
    }

    [Fact]
    public async Task AnswerRemembered_KeyUsedAgain_ConflictsAndKeepsTheFirstAnswer()
    {
        var answer = new AnswerRemembered("oov", "key", Index, "first"u8.ToArray());
        Assert.True(Write(Amsterdam, answer));
        Assert.False(Write(Amsterdam, Opened(_case), answer with { Response = "second"u8.ToArray() }));
        Assert.True(Write(Amsterdam, answer with { Partner = "om", Response = Array.Empty<byte>() }));
        Assert.True(Write(Utrecht, answer));
        Storage.Restart();
        var remembered = await Storage.Dossiers.FindAnswerAsync(Amsterdam, "oov", "key", Cancellation);
        Assert.Equal("first"u8.ToArray(), remembered!.Response.ToArray());
        Assert.Equal(Index, remembered.RequestDigest.ToArray());
        Assert.Empty((await Storage.Dossiers.FindAnswerAsync(Amsterdam, "om", "key", Cancellation))!.Response.ToArray());
        Assert.Null(await Storage.Dossiers.FindAnswerAsync(Amsterdam, "oov", "KEY", Cancellation));
        Assert.Null((await ReadAsync(Amsterdam, _case)).Case);
    }

    [Fact]
    public async Task EvidenceKept_IsFoundInItsOwnPlaceOnlyAndNeverReplaced()
    {
        var section = SectionId.Create();
        var place = EvidencePlace.Section(section, 1);
        var kept = new EvidenceKept(_case, place, new KeptEvidence("jws"u8.ToArray(), "key"u8.ToArray()));
        Assert.False(Write(Amsterdam, kept)); // no such case
        Assert.True(Write(Amsterdam, Opened(_case), new SectionContributed(_case, SectionOf(section)), kept));
        Assert.False(Write(Amsterdam, kept with { Evidence = new KeptEvidence("other"u8.ToArray(), "key"u8.ToArray()) }));

        Storage.Restart();
        var found = await Storage.Dossiers.FindEvidenceAsync(Amsterdam, place, Cancellation);
        Assert.Equal(_case, found!.Value.Case);
        Assert.Equal("jws"u8.ToArray(), found.Value.Evidence.EncryptedJws.ToArray());
        Assert.Equal("key"u8.ToArray(), found.Value.Evidence.PublicKey.ToArray());
        Assert.Null(await Storage.Dossiers.FindEvidenceAsync(Amsterdam, EvidencePlace.Section(section, 2), Cancellation));
        Assert.Null(await Storage.Dossiers.FindEvidenceAsync(Amsterdam, EvidencePlace.Section(SectionId.Create(), 1), Cancellation));
        Assert.Null(await Storage.Dossiers.FindEvidenceAsync(Utrecht, place, Cancellation));
    }

    [Fact]
    public async Task EvidenceKept_WithAChangeThatConflicts_IsNotKept()
    {
        var section = SectionId.Create();
        Assert.True(Write(Amsterdam, Opened(_case)));
        Assert.False(Write(
            Amsterdam,
            new EvidenceKept(_case, EvidencePlace.Section(section, 2), new KeptEvidence("jws"u8.ToArray(), "key"u8.ToArray())),
            new SectionContributed(_case, SectionOf(section, version: 2))));
        Assert.Null(await Storage.Dossiers.FindEvidenceAsync(Amsterdam, EvidencePlace.Section(section, 2), Cancellation));
    }

    [Fact]
    public async Task ReadCase_WhileItMoves_IsOneSnapshot()
    {
        // Every commit moves both epochs and adds a section: whoever reads a mixture sees numbers that do not match.
        Write(Amsterdam, Opened(_case));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new int[3];
        var readers = Enumerable.Range(0, seen.Length).Select(i => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var reading = await ReadAsync(Amsterdam, _case);
                Assert.Equal(reading.PartnershipEpoch, reading.Case!.Epoch - 1);
                Assert.Equal(reading.PartnershipEpoch, reading.Case.Sections.Count);
                Interlocked.Increment(ref seen[i]);
            }
        }, Cancellation)).ToList();
        for (var i = 0; i < 40 || (seen.Min() < 10 && !readers.Any(r => r.IsFaulted)); i++)
        {
            Write(
                Amsterdam,
                new CovenantActivated(Index),
                new TeamChanged(_case, new TeamMember("oov", "b", Relation.Member)),
                new SectionContributed(_case, SectionOf(SectionId.Create())));
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Read_Cancelled_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.Dossiers.ReadPartnershipEpochAsync(Amsterdam, cancelled.Token));
    }

    private Task<CaseReading> ByAlias(MeetingId? meeting, string alias) =>
        Storage.Dossiers.ReadCaseAsync(Amsterdam, new CaseQuery(null, alias, meeting, "oov", "a"), _ => true, Cancellation);

    private Task<ActiveCasesReading> ReadActiveAsync(CaseId? after, int count) =>
        Storage.ActiveCases.ReadActiveCasesAsync(Amsterdam, new DateOnly(2026, 3, 1), after, count, Cancellation);

    private static void AssertSame(Section expected, Section actual)
    {
        Assert.Equal(expected.Recipients, actual.Recipients);
        Assert.Equal(expected.EncryptedContent.ToArray(), actual.EncryptedContent.ToArray());
        Assert.Equal(expected with { Recipients = [], EncryptedContent = default }, actual with { Recipients = [], EncryptedContent = default });
    }

    private static void AssertSame(Meeting expected, Meeting actual)
    {
        Assert.Equal(expected.Attendees, actual.Attendees);
        Assert.Equal(expected.Agenda, actual.Agenda);
        Assert.Equal(expected with { Attendees = [], Agenda = [] }, actual with { Attendees = [], Agenda = [] });
    }
}
