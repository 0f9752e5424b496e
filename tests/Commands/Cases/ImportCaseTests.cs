using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Cases;

public sealed class ImportCaseTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _lead;

    public ImportCaseTests() => _lead = _installation.Person("politie", "agent-1", "regisseur");

    [Fact]
    public async Task ImportCase_Whole_IsOneEntryAndThereAtOnce()
    {
        Case? imported = null;

        var entries = await _installation.EntriesOfAsync(async () => imported = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead)));

        var entry = Assert.Single(entries);
        Assert.Null(entry.Caller);
        Assert.Equal((true, 4), (entry.CaseOpened.Imported, entry.CaseOpened.Sections));
        Assert.Equal(imported!.Id.Value, _installation.About(entry)!.CaseId);
        var page = (await _lead.GetAsync("regie", imported.ById())).Value!.Message.Message;
        Assert.Equal(["identity", "signals", "police", "plan"], page.View.Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task ImportCase_SecrecyLifted_KeepsTheProfessionalsReasonSealedOnTheLog()
    {
        const string reason = "Ernstig gevaar voor anderen";

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("ggd", Offers.Care(liftedBecause: reason)), ("arkin", Offers.Care("arkin"))])));

        Assert.Equal(reason, Encoding.UTF8.GetString(_installation.Open(Assert.Single(entry.CaseOpened.SecrecyLiftedBecause))));
        Assert.DoesNotContain(reason, entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportCase_SubjectWhoIsKnown_KeepsTheSubject()
    {
        var first = await _installation.ActiveCaseAsync();
        var second = await _installation.ActiveCaseAsync();

        Assert.Equal(first.Subject, second.Subject);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task ImportCase_OneBadSection_KeepsNothingOfIt()
    {
        var entries = await _installation.EntriesOfAsync(async () => Refused.As(
            RefusalReason.FieldInvalid, await ImportAsync([("oov", Offers.Identity()), ("oov", Offers.Identity("999990018"))])));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task ImportCase_NobodyToBeAbout_IsRefused() =>
        Refused.As(RefusalReason.FieldInvalid, await ImportAsync([("oov", Offers.Signal())]));

    [Fact]
    public async Task ImportCase_UnknownSource_IsRefused() =>
        Refused.As(RefusalReason.PartnerUnknown, await ImportAsync([("fbi", Offers.Identity())]));

    [Fact]
    public async Task ImportCase_SourceWithoutGround_IsRefused() =>
        Refused.As(RefusalReason.GroundNotCovered, await ImportAsync([("oov", Offers.Identity()), ("scw", Offers.Police())]));

    [Fact]
    public async Task ImportCase_UnknownPartnerInTheTeam_IsRefused() =>
        Refused.As(RefusalReason.PartnerUnknown, await ImportAsync([("oov", Offers.Identity())], new TeamMember("fbi", "agent-1", Relation.Lead)));

    [Fact]
    public async Task ImportCase_LogUnwritable_KeepsNothing()
    {
        _installation.Faults.LogUnwritable = true;

        Refused.As(RefusalReason.LogUnavailable, await ImportAsync([("oov", Offers.Identity())]));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Outcome<Case>> ImportAsync(IReadOnlyList<(string Source, OfferedSection Section)> sections, params IReadOnlyList<TeamMember> team) =>
        _installation.Get<ImportCase>().HandleAsync(
            _installation.Partnership, _installation.Covenant, CaseState.Active, sections, team, TestContext.Current.CancellationToken);
}
