using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands.Tests.Dossier;

public sealed class ContributeTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _ggd;

    public ContributeTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "regisseur-1", "regisseur");
    }

    [Fact]
    public async Task Contribute_Covered_IsThereAndOnTheLog()
    {
        var found = await CaseAsync();
        ContributionReceipt? receipt = null;

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            receipt = (await _police.ContributeAsync("regie", found.ById(), Offers.Police("geweld"))).Value!.Message.Value));

        Assert.Equal(1, receipt!.Version);
        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(("police", "Wpg art. 16", 1), (entry.SectionContributed.Category, entry.SectionContributed.Ground, entry.SectionContributed.Version));
        Assert.Equal(receipt.Section.Value, entry.SectionContributed.SectionId);
        Assert.Null(entry.SectionContributed.SecrecyLiftedBecause);
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        var section = Assert.Single((await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections);
        Assert.Equal((receipt.Section, new TextValue("geweld")), (section.Id!.Value, section.Content.Fields["incidentKind"]));
    }

    [Fact]
    public async Task Contribute_ByAlias_ReachesTheCaseBehindIt()
    {
        var attendee = _installation.Person("wpi", "consulent-1", "caseworker");
        var found = await CaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, attendee);

        Assert.NotNull((await attendee.ContributeAsync("casusoverleg", found.ByAlias(meeting), Debts())).Value);

        Assert.Single((await _ggd.GetAsync("regie", found.ById(), "debts")).Value!.Message.Message.View.Sections);
    }

    [Fact]
    public async Task Contribute_GroundOfNoArticle_IsRefused()
    {
        var found = await CaseAsync();

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.GroundNotCovered, () => _police.ContributeAsync("regie", found.ById(), Offers.Police() with { Ground = "AVG art. 6(1)(e)" }));

        Assert.Equal(("police", "AVG art. 6(1)(e)", ""), (entry.SectionContributed.Category, entry.SectionContributed.Ground, entry.SectionContributed.SectionId));
    }

    [Fact]
    public async Task Contribute_MadeUpGround_IsRefusedAndNotLogged()
    {
        var found = await CaseAsync();

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.GroundNotCovered, () => _police.ContributeAsync("regie", found.ById(), Offers.Police() with { Ground = "Omdat de buurman het zegt" }));

        Assert.Equal(("police", ""), (entry.SectionContributed.Category, entry.SectionContributed.Ground));
    }

    [Fact]
    public async Task Contribute_CategoryOfAnotherSource_IsRefused()
    {
        var found = await CaseAsync();

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.GroundNotCovered, () => _ggd.ContributeAsync("regie", found.ById(), Offers.Police()));
    }

    [Fact]
    public async Task Contribute_UnknownCategory_IsRefused()
    {
        var found = await CaseAsync();

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.CategoryUnknown, () => _police.ContributeAsync("regie", found.ById(), Offers.Police() with { Category = "horoscope" }));

        Assert.DoesNotContain("horoscope", Encoding.UTF8.GetString(entry.ToByteArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contribute_UnknownRecipient_IsRefused()
    {
        var found = await CaseAsync();

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.PartnerUnknown, () => _police.ContributeAsync("regie", found.ById(), Offers.Police() with { Recipients = ["ggd", "fbi"] }));
    }

    [Fact]
    public async Task Contribute_UnknownPurpose_IsRefused()
    {
        var found = await CaseAsync();

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.PurposeUnknown, () => _police.ContributeAsync("nieuwsgierigheid", found.ById(), Offers.Police()));
    }

    public static TheoryData<string, string, FieldValue> BadContents() => new()
    {
        { "identity", "bsn", new TextValue("999990018") },
        { "identity", "surname", new TextValue(new string('a', 257)) },
        { "identity", "surname", new TextValue("a\u0000b") },
        { "identity", "surname", new TextValue("half \ud83d") },
        { "identity", "gender", new TextValue("anders") },
        { "identity", "nationality", new TextValue("onbekend") },
        { "identity", "birthDate", new TextValue("1990-05-17") },
        { "identity", "birthDate", new DateValue(default) },
        { "identity", "address", new AddressValue { Postcode = "1011 AB" } },
        { "identity", "aliases", new TextsValue([]) },
        { "police", "narrative", new TextValue(new string('a', 65_537)) },
        { "police", "narrative", new TextValue("") },
        { "police", "registrations", new TextsValue([.. Enumerable.Repeat("a", 33)]) },
    };

    [Theory]
    [MemberData(nameof(BadContents))]
    public async Task Contribute_BadContent_NamesTheFieldAndKeepsNothing(string category, string field, FieldValue value)
    {
        var found = await CaseAsync();
        Refusal? refusal = null;

        await Refused.WithOneEntryAsync(_installation, RefusalReason.FieldInvalid, async () =>
        {
            var outcome = await _police.ContributeAsync("regie", found.ById(), Offers.Section("politie", category, (field, value)));
            refusal = outcome.Refusal;
            return outcome;
        });

        Assert.StartsWith($"contribution.{category}.{field}", Assert.Single(refusal!.Fields).Field, StringComparison.Ordinal);
        Assert.Empty((await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections);
    }

    [Fact]
    public async Task Contribute_SeveralMistakes_AreToldAtOnce()
    {
        var found = await CaseAsync();
        var offered = Offers.Section("politie", "identity", ("bsn", new TextValue("1")), ("gender", new TextValue("anders"))) with
        {
            KeepUntil = _installation.Today.AddDays(-1),
            EmbargoUntil = _installation.Clock.Now,
        };

        var refusal = Refused.As(RefusalReason.FieldInvalid, await _police.ContributeAsync("regie", found.ById(), offered));

        Assert.Equal(
            ["contribution.identity.bsn", "contribution.identity.gender", "contribution.keep_until", "contribution.embargo_until"],
            refusal.Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task Contribute_LargerThanASectionMayBe_IsRefused()
    {
        var found = await CaseAsync();
        var text = new TextValue(new string('é', 65_536)); // six bytes each in the stored form

        Refused.As(RefusalReason.FieldInvalid, await _police.ContributeAsync("regie", found.ById(), Offers.Section("politie", "police", ("narrative", text))));
    }

    [Theory]
    [InlineData("politie", Handling.AskSource)]
    [InlineData("ggd", Handling.Open)]
    public async Task Contribute_WithoutHandling_IsHandledAsThePartnersDefault(string source, Handling expected)
    {
        var found = await CaseAsync();
        var person = source == "politie" ? _police : _ggd;
        var offered = (source == "politie" ? Offers.Police() : Offers.Plan("ggd")) with { Handling = null };
        Assert.NotNull((await person.ContributeAsync("regie", found.ById(), offered)).Value);
        var other = _installation.Person("wpi", "consulent-1", "regisseur");

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => other.GetAsync("regie", found.ById(), offered.Category)));

        Assert.Equal(Words.Of(expected), Assert.Single(entry.Decisions).Handling);
    }

    [Fact]
    public async Task Contribute_AskSourceWithRecipients_ReachesThoseOnly()
    {
        var found = await CaseAsync();
        var other = _installation.Person("wpi", "consulent-1", "regisseur");
        Assert.NotNull((await _police.ContributeAsync("regie", found.ById(), Offers.Police() with { Handling = null, Recipients = ["ggd"] })).Value);

        Assert.Single((await _ggd.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections);
        Assert.Empty((await other.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections);
    }

    [Fact]
    public async Task Contribute_SecrecyLifted_SealsTheReasonOnTheLog()
    {
        const string reason = "Ernstig gevaar voor het kind";
        var found = await CaseAsync();

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _ggd.ContributeAsync("regie", found.ById(), Offers.Care(liftedBecause: reason))));

        var sealedReason = entry.SectionContributed.SecrecyLiftedBecause;
        Assert.Equal(reason, Encoding.UTF8.GetString(_installation.Open(sealedReason)));
        Assert.Equal(entry.CaseAndSubject.KeyId, sealedReason.KeyId); // the case's log key outlives the dossier's
        Assert.DoesNotContain(reason, Encoding.UTF8.GetString(entry.ToByteArray()), StringComparison.Ordinal);
        Assert.Single((await _police.GetAsync("regie", found.ById(), "care")).Value!.Message.Message.View.Sections);
    }

    [Fact]
    public async Task Contribute_SecrecyNotLifted_IsReleasedToNobody()
    {
        var found = await CaseAsync();
        Assert.NotNull((await _ggd.ContributeAsync("regie", found.ById(), Offers.Care())).Value);

        Assert.Empty((await _police.GetAsync("regie", found.ById(), "care")).Value!.Message.Message.View.Sections);
    }

    [Fact]
    public async Task Contribute_Content_IsNotInTheClearOnDisk()
    {
        const string remarkable = "Zeer-opvallende-woordkeus";
        var found = await CaseAsync();
        Assert.NotNull((await _police.ContributeAsync("regie", found.ById(), Offers.Section("politie", "police", ("narrative", new TextValue(remarkable))))).Value);

        var needles = new[] { remarkable, Offers.Surname, Offers.Bsn }.Select(Encoding.UTF8.GetBytes).ToList();
        foreach (var file in Directory.EnumerateFiles(_installation.Folder, "*.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.All(needles, needle => Assert.Equal(-1, bytes.AsSpan().IndexOf(needle)));
        }
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static OfferedSection Debts() => Offers.Section("wpi", "debts", ("arrangement", new TextValue("wettelijk")));

    private Task<Case> CaseAsync() => _installation.ImportAsync(
        CaseState.Active,
        [("oov", Offers.Identity())],
        _police.As(Relation.Lead), _ggd.As(Relation.Duo), new TeamMember("wpi", "consulent-1", Relation.Duo));
}
