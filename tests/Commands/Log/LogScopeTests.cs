using System.Text.Json;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Log;

/// <summary>What the reviewers of each controller see of what happened.</summary>
public sealed class LogScopeTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _lead;
    private readonly Person _doctor;
    private readonly Person _ofPolice;
    private readonly Person _ofMunicipality;
    private readonly Person _ofGgd;

    public LogScopeTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _doctor = _installation.Person("ggd", "arts-1", "caseworker");
        _ofPolice = _installation.Person("politie", "wpg-1", "wpgPrivacyOfficer");
        _ofMunicipality = _installation.Person("oov", "fg-gemeente", "fg");
        _ofGgd = _installation.Person("ggd", "fg-ggd", "fg");
    }

    [Fact]
    public async Task Search_CallOfTheOwnController_TellsWhoSawWhatAndOnWhichGround()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        Assert.NotNull((await _lead.GetAsync("regie", found.ById())).Value);

        var item = Assert.Single(await _ofPolice.AllOfAsync("dossier_read"));

        Assert.Equal(new LogCaller("politie", "politie", "regisseur", "lead", "agent-1"), item.Caller);
        Assert.Equal(Audit.V1.Outcome.Released, item.Outcome);
        Assert.Equal("regie", item.Purpose);
        Assert.True(item.Involvement.HasFlag(Involvement.Caller));
        Assert.Matches("^[A-Za-z0-9_-]{22}$", item.CasePseudonym);
        Assert.NotEqual(found.Id.Value, item.CasePseudonym);
        var entry = _installation.Entries().Single(e => e.DossierRead is not null);
        Assert.Equal(
            entry.Decisions.Where(d => d.Released > 0).Select(d => (d.Category, d.Source, d.Level, d.Article, d.Reason, d.Released)),
            item.Decisions.Where(d => d.Released > 0).Select(d => (d.Category, d.Source, d.Level, d.Article, d.Reason, d.Released)));
        Assert.NotEmpty(item.Decisions);
        Assert.Equal(_installation.Covenant.Digest.ToArray(), item.CovenantDigest.ToArray());
    }

    [Fact]
    public async Task Recognition_ShowsToTheCoordinatorsWhoWereToldAndToNoOtherReviewer()
    {
        var found = await _installation.ActiveCaseAsync();
        var onlooker = _installation.Person("nctv", "n-1", "caseworker");
        var coordinator = _installation.Person("oov", "privacy-1", "privacyCoordinator");
        var meeting = await _installation.MeetingAsync("regieoverleg", found, onlooker);
        Assert.NotNull((await onlooker.ReportAsync("casusoverleg", found.ByAlias(meeting), "Door het ongeval in de tekst.")).Value);
        var index = _installation.Entries().Count - 1;

        // The police have no coordinator: there it is for who oversees besides.
        foreach (var told in new[] { coordinator, _ofPolice })
        {
            var item = Assert.Single(await told.AllOfAsync("recognition_reported"));
            Assert.Equal((Involvement.Source, "nctv", null), (item.Involvement, item.Caller!.Partner, item.Caller.Actor));
            Assert.Matches("^[A-Za-z0-9_-]{22}$", item.CasePseudonym);
            Assert.Equal([new LogDetail("view", "anonymised")], item.Details);
            Assert.NotNull((await told.GetLogEntryAsync(index)).Value);
        }

        foreach (var other in new[] { _ofMunicipality, _installation.Person("oov", "controle-1", "auditor"), _ofGgd })
        {
            Assert.Equal(RefusalReason.EntryNotFound, (await other.GetLogEntryAsync(index)).Refusal!.Reason);
            Assert.DoesNotContain((await other.CountEntriesAsync(_installation.Today, _installation.Today)).Value!.Message.Value, c => c.Partner == "nctv");
            Assert.DoesNotContain((await other.SearchAsync(pageSize: 100)).Value!.Message.Value.Items, item => item.Index == index);
        }
    }

    [Theory]
    [InlineData("privacyCoordinator", true)]
    [InlineData("fg", false)]
    [InlineData("auditor", false)]
    public void Recognition_OfAnOwnCallOrOpenedByAnArticle_IsForTheCoordinatorAlone(string role, bool isSeen)
    {
        var entry = new Entry { RecognitionReported = new RecognitionReported(), Caller = new Audit.V1.Caller { Controller = "gemeente-amsterdam", Partner = "oov" } };
        Assert.Equal(isSeen, LogScope.Of(entry, _installation.Covenant, "gemeente-amsterdam", role) is not null);
        Assert.Null(LogScope.Of(entry, _installation.Covenant, "politie", role)); // told nothing
    }

    [Fact]
    public async Task Search_OwnControllerWasASource_TellsOfItsOwnSectionsOnlyAndNotWhoCalled()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());

        var ofPolice = Assert.Single(await _ofPolice.AllOfAsync("dossier_read"));
        var item = Assert.Single(await _ofMunicipality.AllOfAsync("dossier_read"));

        Assert.Equal(Involvement.Source, item.Involvement);
        Assert.Equal(new LogCaller("politie", "politie", "regisseur", "lead", null), item.Caller);
        Assert.All(item.Decisions, d => Assert.Equal("oov", d.Source));
        Assert.All(item.Decisions, d => Assert.NotNull(d.Withheld));
        Assert.Equal(["identity", "signals", "plan"], item.Decisions.Select(d => d.Category));
        Assert.Empty(item.Meeting);

        // Two controllers cannot join what they see by the case.
        Assert.Matches("^[A-Za-z0-9_-]{22}$", item.CasePseudonym);
        Assert.NotEqual(ofPolice.CasePseudonym, item.CasePseudonym);
    }

    [Fact]
    public async Task Search_OneCase_HasOnePseudonymAndAnotherCaseAnother()
    {
        var (first, second) = (await _installation.ActiveCaseAsync(_lead.As(Relation.Lead)), await _installation.ActiveCaseAsync(_lead.As(Relation.Lead)));
        foreach (var found in new[] { first, second, first })
            await _lead.GetAsync("regie", found.ById());

        var pseudonyms = (await _ofPolice.AllOfAsync("dossier_read")).Select(i => i.CasePseudonym).ToList();

        Assert.Equal(pseudonyms[0], pseudonyms[2]);
        Assert.NotEqual(pseudonyms[0], pseudonyms[1]);
    }

    [Fact]
    public async Task Looks_EntriesOfOthersAlone_AreNotThere()
    {
        var found = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("politie", Offers.Police())], _lead.As(Relation.Lead));
        var began = _installation.LogSize;
        await _lead.GetAsync("regie", found.ById());
        await _lead.ContributeAsync("regie", found.ById(), Offers.Police());
        await _lead.GetAsync("regie", new CaseReference(CaseId.Create(), null, null));
        var size = _installation.LogSize;

        Assert.DoesNotContain(await _ofGgd.AllAsync(), i => i.Index >= began && i.Index < size);
        var nowhere = Refused.As(RefusalReason.EntryNotFound, await _ofGgd.GetLogEntryAsync(1_000_000));
        for (var index = began; index < size; index++)
        {
            Assert.Equal(nowhere, Refused.As(RefusalReason.EntryNotFound, await _ofGgd.GetLogEntryAsync(index)));
            Assert.Equal(nowhere, Refused.As(RefusalReason.EntryNotFound, await _ofGgd.GetLogProofAsync(index, size)));
            Assert.NotNull((await _ofPolice.GetLogEntryAsync(index)).Value);
        }
    }

    [Fact]
    public async Task Looks_WhatAnotherSourceKeptFromTheCaller_IsNotToldToTheCallersReviewers()
    {
        // The doctor sees nothing of what the police know, so the doctor's reviewer does not learn that they know something.
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _doctor);
        var index = _installation.LogSize;
        Assert.NotNull((await _doctor.GetAsync("casusoverleg", found.ByAlias(meeting))).Value);
        Assert.Contains(_installation.Entries()[(int)index].Decisions, d => d.Source == "politie" && d.Withheld > 0);

        var seen = (await _ofGgd.GetLogEntryAsync(index)).Value!.Message.Value;
        Assert.DoesNotContain(seen.Item.Decisions, d => d.Source == "politie");
        Assert.NotEmpty(seen.Item.Decisions);
        Assert.All(seen.Item.Decisions, d => Assert.True(d.Released > 0 && d.Withheld is null));
        Assert.Empty(seen.Leaf.ToArray()); // the leaf tells it in the clear
        Assert.Equal(32, seen.LeafHash.Length);
        Assert.Equal("arts-1", seen.Item.Caller!.Actor);

        // Nor by looking for it.
        Assert.DoesNotContain(await _ofGgd.AllAsync(Reviewing.Anything with { Partner = "politie" }), i => i.Index == index);

        // The source's own reviewer is told that nothing of it left.
        var atSource = (await _ofPolice.GetLogEntryAsync(index)).Value!.Message.Value.Item;
        Assert.All(atSource.Decisions, d => Assert.Equal(("politie", 0), (d.Source, d.Released)));
        Assert.Contains(atSource.Decisions, d => d.Withheld > 0);
        Assert.Null(atSource.Caller!.Actor);
    }

    [Fact]
    public async Task Search_RefusedCall_TellsItsOwnReviewersWhy()
    {
        var found = await _installation.ActiveCaseAsync();
        var index = _installation.LogSize;
        await _lead.GetAsync("regie", found.ById());

        var item = Assert.Single(await _ofPolice.AllAsync(Reviewing.Anything with { Outcome = Audit.V1.Outcome.Refused }));

        Assert.Equal((index, "CASE_NOT_FOUND", "NO_GRANT", "agent-1"), (item.Index, item.Reason, item.InnerReason, item.Caller!.Actor));
        Assert.DoesNotContain(await _ofMunicipality.AllAsync(), i => i.Index == index);
    }

    [Fact]
    public async Task Search_WhatTheOperatorDid_IsSeenByWhoseActorItConcernsOnly()
    {
        var began = _installation.LogSize;
        var found = await _installation.ActiveCaseAsync();
        await _installation.ChangeTeamAsync(found, _doctor.As(Relation.Member));
        var size = _installation.LogSize;

        var item = Assert.Single(await _ofGgd.AllAsync(), i => i.Index >= began && i.Index < size);
        Assert.Equal(("team_changed", Involvement.Recipient), (item.Event, item.Involvement));
        Assert.Null(item.Caller);
        Assert.NotNull(item.CasePseudonym);
        Assert.Equal([new LogDetail("partner", "ggd"), new LogDetail("relation", "member")], item.Details);
        Assert.Same(item.Event, Assert.Single(await _ofGgd.AllAsync(Reviewing.Anything with { Partner = "ggd", Event = "team_changed" })).Event);
        Assert.DoesNotContain(await _ofPolice.AllAsync(), i => i.Index >= began && i.Index < size);
        Assert.DoesNotContain(await _ofMunicipality.AllAsync(), i => i.Index >= began && i.Index < size);
    }

    [Fact]
    public async Task Search_CovenantInForce_IsEverybodysToSee()
    {
        await _installation.Get<BeginCovenant>().HandleAsync(_installation.Partnership, CancellationToken.None);

        foreach (var reviewer in new[] { _ofPolice, _ofMunicipality, _ofGgd })
        {
            var item = Assert.Single(await reviewer.AllOfAsync("covenant_activated"));
            Assert.Equal(Involvement.None, item.Involvement);
            Assert.Contains(new LogDetail("covenant", "ipga-radicalisering"), item.Details);
            Assert.NotEmpty((await reviewer.GetLogEntryAsync(item.Index)).Value!.Message.Value.Leaf.ToArray());
        }
    }

    [Fact]
    public async Task Search_RefusedHandshakes_AreEverybodysToSee()
    {
        var now = _installation.Clock.Now;
        await _installation.Get<RecordRefusedHandshakes>().HandleAsync(
            _installation.Partnership, _installation.Covenant, new RefusedConnections(HandshakeRefusal.Revoked, 3, now.AddMinutes(-1), now));

        var item = Assert.Single(await _ofGgd.AllOfAsync("handshakes_refused"));
        Assert.Equal([new LogDetail("why", "HANDSHAKE_REFUSAL_REVOKED"), new LogDetail("count", "3")], item.Details);
    }

    [Fact]
    public async Task Search_InvitationToAMeeting_DoesNotTellWhichCaseItIsAbout()
    {
        var planner = _installation.Person("oov", "ambtenaar-1", "coordinator");
        var found = await _installation.ActiveCaseAsync(planner.As(Relation.Lead));
        var planned = await planner.PlanAsync("casusoverleg", "itat", _installation.Clock.Now.AddDays(2), [planner.Attendee, _doctor.Attendee], [found.Id]);
        Assert.Null(planned.Refusal);

        var item = Assert.Single(await _ofGgd.AllOfAsync("meeting_planned"));
        Assert.Equal((Involvement.Recipient, "", null), (item.Involvement, item.Meeting, item.CasePseudonym));
        Assert.Equal(("", null), (item.Caller!.Relation, item.Caller.Actor));
        Assert.NotNull(Assert.Single(await _ofMunicipality.AllOfAsync("meeting_planned")).CasePseudonym);
        Assert.Empty(await _ofPolice.AllOfAsync("meeting_planned"));
    }

    [Fact]
    public async Task Search_LooksOfOtherControllers_AreNotThere()
    {
        await _ofPolice.AllAsync();
        await _ofPolice.GetLogHeadAsync();

        Assert.DoesNotContain(await _ofGgd.AllAsync(), i => i.Event.StartsWith("log_", StringComparison.Ordinal) && i.Caller!.Controller != "ggd");
        Assert.Contains(await _ofPolice.AllAsync(), i => i.Event == "log_head_read" && i.Caller!.Actor == "wpg-1");
    }

    [Fact]
    public void Scope_WhatAPartnersSystemAnswered_IsTheSourcesAndTheCallersButNotByItsBytes()
    {
        var entry = new Entry
        {
            Caller = new Audit.V1.Caller { Controller = "politie", Partner = "politie" },
            QuestionAnswered = new QuestionAnswered { Source = "ggd", State = "ok", Sections = 3 },
        };

        Assert.Equal(Involvement.Source, LogScope.Of(entry, _installation.Covenant, "ggd", "fg")!.Involvement);
        Assert.Null(LogScope.Of(entry, _installation.Covenant, "gemeente-amsterdam", "fg"));
        var ofCaller = LogScope.Of(entry, _installation.Covenant, "politie", "fg")!;
        Assert.Equal((Involvement.Caller, false), (ofCaller.Involvement, ofCaller.IsWhole)); // how much there is, is the source's to know
        Assert.Equal([new LogDetail("source", "ggd"), new LogDetail("state", "ok")], EventWords.DetailsOf(entry));
    }

    [Fact]
    public void Scope_KindThatNobodyLookedAt_IsNotToldByItsBytes()
    {
        var entry = new Entry { Caller = new Audit.V1.Caller { Controller = "ggd" } };

        Assert.False(LogScope.Of(entry, _installation.Covenant, "ggd", "fg")!.IsWhole);
        entry.CallRefused = new CallRefused();
        Assert.True(LogScope.Of(entry, _installation.Covenant, "ggd", "fg")!.IsWhole);
    }

    [Fact]
    public void Scope_WhoReported_IsNobodysToTrace()
    {
        var entry = new Entry
        {
            Caller = new Audit.V1.Caller { Controller = "gemeente-amsterdam" },
            DossierRead = new DossierRead(),
            Decisions = { new CategoryDecision { Category = "reporter", Source = "ggd", Released = 1 } },
        };

        Assert.Null(LogScope.Of(entry, _installation.Covenant, "ggd", "fg"));
        var ofCaller = LogScope.Of(entry, _installation.Covenant, "gemeente-amsterdam", "fg")!;
        Assert.Empty(ofCaller.Decisions);
        Assert.False(ofCaller.IsWhole);
    }

    [Fact]
    public async Task Looks_WhoeverLooks_NeverTellWhomItIsAboutNorWhoCalledElsewhere()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), ("oov", Offers.Signal()), ("politie", Offers.Police()), ("ggd", Offers.Care())],
            _lead.As(Relation.Lead), _doctor.As(Relation.Member));
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _lead);
        foreach (var person in new[] { _lead, _doctor })
        {
            await person.GetAsync("regie", found.ById());
            await person.GetAsync("interventie", found.ById());
            await person.GetAsync("casusoverleg", found.ById(meeting));
            await person.ContributeAsync("regie", found.ById(), person == _lead ? Offers.Police() : Offers.Care(liftedBecause: "Er is gevaar."));
        }

        var about = _installation.Entries().Select(_installation.About).First(a => a is not null)!;
        var actors = new Dictionary<string, string[]> { ["politie"] = ["agent-1", "wpg-1"], ["ggd"] = ["arts-1", "fg-ggd"], ["gemeente-amsterdam"] = ["fg-gemeente"] };
        foreach (var reviewer in new[] { _ofPolice, _ofMunicipality, _ofGgd })
        {
            var items = await reviewer.AllAsync();
            var told = JsonSerializer.Serialize(items);
            foreach (var index in items.Select(i => i.Index))
            {
                var answer = (await reviewer.GetLogEntryAsync(index)).Value!.Message.Value;
                told += JsonSerializer.Serialize(answer.Item) + System.Text.Encoding.Latin1.GetString(answer.Leaf.Span);
                Assert.Equal(MerkleHash.Leaf(_installation.Get<ILogStore>().Read(_installation.Partnership, index).First().Leaf.Span), answer.LeafHash.ToArray());
                AssertLeafSaysNoMore(reviewer, answer);
            }

            Assert.Contains("dossier_read", told, StringComparison.Ordinal);
            foreach (var secret in new[] { about.CaseId, about.SubjectId, Offers.Bsn, Offers.Surname, "Er is gevaar." })
                Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            foreach (var (_, others) in actors.Where(a => a.Key != reviewer.Controller))
                Assert.All(others, actor => Assert.DoesNotContain(actor, told, StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static void AssertLeafSaysNoMore(Person reviewer, LogEntryFound answer)
    {
        if (answer.Leaf.IsEmpty)
            return;
        var leaf = Entry.Parser.ParseFrom(answer.Leaf.Span);
        Assert.True(leaf.Caller is null || leaf.Caller.Controller == reviewer.Controller);
        Assert.Equal(leaf.Decisions.Count, answer.Item.Decisions.Count);
        Assert.All(
            leaf.Decisions,
            d => Assert.True(
                reviewer.Installation.Covenant.Partners[d.Source].Controller == reviewer.Controller || d is { Released: > 0, Withheld: 0 }));
    }
}
