using System.Text;
using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands.Tests.Cases;

public sealed class OpenCaseTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _desk;

    public OpenCaseTests() => _desk = _installation.Person("oov", "medewerker-1", "coordinator");

    [Fact]
    public async Task OpenCase_OfTheMeldpunt_IsASignalThatTheMeldpuntSees()
    {
        var opened = (await _desk.OpenCaseAsync("casusoverleg", Offers.Identity())).Value!.Message.Value;

        var page = (await _desk.GetAsync("casusoverleg", new CaseReference(opened, null, MeetingId.Meldpunt))).Value!.Message.Message;

        Assert.Equal(new ViewReference.ById(opened), page.View.Reference);
        Assert.Equal(new TextValue(Offers.Bsn), Assert.Single(page.View.Sections).Content.Fields["bsn"]);
    }

    [Fact]
    public async Task OpenCase_Done_LeavesOneEntryThatNamesNobodyInTheClear()
    {
        CaseId opened = default;

        var entries = await _installation.EntriesOfAsync(async () => opened = (await _desk.OpenCaseAsync("casusoverleg", Offers.Identity())).Value!.Message.Value);

        var entry = Assert.Single(entries);
        Assert.Equal((Outcome.Done, false), (entry.Outcome, entry.CaseOpened.Imported));
        Assert.Equal(opened.Value, _installation.About(entry)!.CaseId);
        var clear = Encoding.UTF8.GetString(entry.ToByteArray());
        foreach (var identifier in new[] { opened.Value, Offers.Bsn, Offers.Surname, "medewerker-1" })
            Assert.DoesNotContain(identifier, clear, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenCase_SubjectWhoIsKnown_KeepsTheSubjectAndAnswersAlike()
    {
        var answers = new List<CaseId>();
        async Task OpenAsync(string bsn) => answers.Add((await _desk.OpenCaseAsync("casusoverleg", Offers.Identity(bsn))).Value!.Message.Value);

        var entries = await _installation.EntriesOfAsync(async () =>
        {
            await OpenAsync(Offers.Bsn);
            await OpenAsync(Offers.Bsn);
            await OpenAsync("999990123");
        });

        var about = entries.Select(e => _installation.About(e)!).ToList();
        Assert.Equal(about[0].SubjectId, about[1].SubjectId);
        Assert.NotEqual(about[0].SubjectId, about[2].SubjectId);
        Assert.Equal(3, answers.Distinct().Count());
        Assert.Single(answers.Select(a => JsonSerializer.Serialize(a).Length).Distinct());

        // The entries too have one shape: only what is random differs, and no length.
        Assert.Single(entries.Select(e => e.CalculateSize()).Distinct());
    }

    [Fact]
    public async Task OpenCase_SameSubjectManyTimesAtOnce_MakesOneSubject()
    {
        var entries = await _installation.EntriesOfAsync(() => Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => _desk.OpenCaseAsync("casusoverleg", Offers.Identity())))));

        Assert.Equal(16, entries.Count(e => e.Outcome == Outcome.Done));
        Assert.Single(entries.Select(e => _installation.About(e)!.SubjectId).Distinct());
        Assert.Equal(16, entries.Select(e => _installation.About(e)!.CaseId).Distinct().Count());
    }

    [Fact]
    public async Task OpenCase_SubjectWithoutBsn_IsNobodyElse()
    {
        var nameless = Offers.Section("oov", "identity", ("aliases", new TextsValue(["de Lange"])));

        var entries = await _installation.EntriesOfAsync(async () =>
        {
            Assert.NotNull((await _desk.OpenCaseAsync("casusoverleg", nameless)).Value);
            Assert.NotNull((await _desk.OpenCaseAsync("casusoverleg", nameless)).Value);
        });

        Assert.Equal(2, entries.Select(e => _installation.About(e)!.SubjectId).Distinct().Count());
    }

    [Fact]
    public async Task OpenCase_WithATeam_GivesTheTeamItsRelations()
    {
        var lead = _installation.Person("politie", "agent-1", "regisseur");
        var opened = (await _desk.OpenCaseAsync("casusoverleg", Offers.Identity(), [lead.As(Relation.Lead)])).Value!.Message.Value;
        await _installation.ApplyAsync(new CaseMoved(opened, CaseState.Signal, CaseState.Weighed), new CaseMoved(opened, CaseState.Weighed, CaseState.Active));

        Assert.NotNull((await lead.GetAsync("regie", new CaseReference(opened, null, null))).Value);
    }

    [Theory]
    [InlineData("politie", "caseworker")]
    [InlineData("ggd", "regisseur")]
    [InlineData("acvz", "coordinator")]
    public async Task OpenCase_OfAnybodyElse_IsNotAllowed(string partner, string role)
    {
        var person = _installation.Person(partner, "iemand-1", role);

        await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => person.OpenCaseAsync("casusoverleg", Offers.Identity()));
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("fg")]
    [InlineData("accounthouder")]
    public async Task OpenCase_RoleThatSeesNoCase_IsNotAllowed(string role)
    {
        await Refused.WithOneEntryAsync(
            _installation,
            RefusalReason.ActNotAllowed,
            () => _installation.Person("oov", "iemand-1", role).OpenCaseAsync("casusoverleg", Offers.Identity()));
        await Refused.WithOneEntryAsync(
            _installation,
            RefusalReason.ActNotAllowed,
            () => _installation.Person("oov", "iemand-1", "coordinator", role).OpenCaseAsync("casusoverleg", Offers.Identity()));
    }

    [Fact]
    public async Task OpenCase_BeforeTheCovenantIsInForce_IsNotAllowed()
    {
        _installation.Clock.Advance(new DateTimeOffset(2018, 6, 30, 21, 59, 59, TimeSpan.Zero) - _installation.Clock.Now);
        Refused.As(RefusalReason.ActNotAllowed, await _desk.OpenCaseAsync("casusoverleg", Offers.Identity()));

        _installation.Clock.Advance(TimeSpan.FromSeconds(1)); // midnight in Amsterdam
        Assert.NotNull((await _desk.OpenCaseAsync("casusoverleg", Offers.Identity())).Value);
    }

    [Fact]
    public async Task OpenCase_UnknownPurpose_IsRefused() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.PurposeUnknown, () => _desk.OpenCaseAsync("nieuwsgierigheid", Offers.Identity()));

    [Fact]
    public async Task OpenCase_GroundOfNoArticle_IsRefused() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.GroundNotCovered, () => _desk.OpenCaseAsync("casusoverleg", Offers.Identity() with { Ground = "Wpg art. 16" }));

    [Fact]
    public async Task OpenCase_UnknownPartnerInTheTeam_IsRefused() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.PartnerUnknown, () => _desk.OpenCaseAsync("casusoverleg", Offers.Identity(), [new TeamMember("fbi", "agent-1", Relation.Lead)]));

    [Theory]
    [InlineData("999990018")]
    [InlineData("99999001")]
    [InlineData("000000000")]
    [InlineData("99999001a")]
    public async Task OpenCase_BadBsn_IsAFieldViolationWithoutTheNumber(string bsn)
    {
        Refusal? refusal = null;

        await Refused.WithOneEntryAsync(_installation, RefusalReason.FieldInvalid, async () =>
        {
            var outcome = await _desk.OpenCaseAsync("casusoverleg", Offers.Identity(bsn));
            refusal = outcome.Refusal;
            return outcome;
        });

        var violation = Assert.Single(refusal!.Fields);
        Assert.EndsWith("bsn", violation.Field, StringComparison.Ordinal);
        Assert.DoesNotContain(bsn, violation.Description, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
