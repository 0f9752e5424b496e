using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Covenants;

/// <summary>What a covenant says beside its articles is kept to: terms of retention, who breaks the glass, days and minors.</summary>
public sealed class HouseRuleTests
{
    private const string Purpose = "casusoverleg";

    [Theory]
    [InlineData(365, true)]
    [InlineData(366, false)]
    public async Task Contribute_KeptForLongerThanTheCategoryMayBe_IsRefused(int days, bool isTaken)
    {
        await using var installation = new Installation(Repository.SampleCovenantWith(("    title: Politiegegevens\n", "    title: Politiegegevens\n    keepDays: 365\n")));
        var police = installation.Person("politie", "agent-1", "regisseur");
        var found = await LedByAsync(installation, police);
        var offered = Offers.Police() with { KeepUntil = DateOnly.FromDateTime(Installation.Start.Date).AddDays(days) };

        var answer = await police.ContributeAsync("regie", found.ById(), offered);

        Assert.Equal(isTaken, answer.Value is not null);
        if (!isTaken)
            Assert.Equal(("contribution.keep_until", RefusalReason.FieldInvalid), (Assert.Single(answer.Refusal!.Fields).Field, answer.Refusal.Reason));
    }

    [Theory]
    [InlineData("{ minutes: 20 }", 20, null)]
    [InlineData("{ minutes: 20 }", 21, RefusalReason.FieldInvalid)]
    [InlineData("{ allowed: false }", 5, RefusalReason.CaseNotFound)]
    [InlineData("{ role: [coordinator] }", 5, RefusalReason.CaseNotFound)]
    [InlineData("{ role: [caseworker], for: [casusoverleg] }", 60, null)]
    public async Task BreakGlass_BeyondWhatTheCovenantAllows_IsRefused(string rule, int minutes, RefusalReason? expected)
    {
        await using var installation = new Installation(Repository.SampleCovenantWith(
            ("breakGlass: { for: [casusoverleg, regie, interventie], minutes: 60 }", $"breakGlass: {rule}")));
        var police = installation.Person("politie", "agent-9", "caseworker");
        var found = await installation.ActiveCaseAsync();

        var answer = await police.BreakGlassAsync(Purpose, found.Id, minutes);

        Assert.Equal(expected, answer.Refusal?.Reason);
    }

    [Fact]
    public async Task Contribute_OnTheGroundOfAnArticleThatNoLongerSpeaks_IsRefused()
    {
        var day = DateOnly.FromDateTime(Installation.Start.Date);
        await using var installation = new Installation(Repository.SampleCovenantWith(
            ("    ground: Wpg art. 20\n", $"    ground: Wpg art. 20\n    inForce: {{ until: {day.AddDays(1):yyyy-MM-dd} }}\n")));
        var police = installation.Person("politie", "agent-1", "regisseur");
        var found = await LedByAsync(installation, police);
        var offered = Offers.Police() with { Ground = "Wpg art. 20" };

        Assert.NotNull((await police.ContributeAsync("regie", found.ById(), offered)).Value);
        installation.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(RefusalReason.GroundNotCovered, (await police.ContributeAsync("regie", found.ById(), offered)).Refusal!.Reason);
    }

    /// <summary>How old the subject is stands in its dossier, which no decision opens: where minors need an article, nothing is released.</summary>
    [Fact]
    public async Task GetBasisdossier_MinorsNeedAnArticle_AgeIsUnknownAndNothingIsReleased()
    {
        await using var installation = new Installation(Repository.SampleCovenantWith(("retention:", "minors: ownArticle\nretention:")));
        var police = installation.Person("politie", "agent-1", "regisseur");
        var found = await LedByAsync(installation, police);

        Assert.Equal(RefusalReason.CaseNotFound, (await police.GetAsync("regie", found.ById())).Refusal!.Reason);
    }

    private static Task<Case> LedByAsync(Installation installation, Person lead) => installation.ImportAsync(
        CaseState.Active, [("oov", Offers.Identity()), ("oov", Offers.Plan())], lead.As(Relation.Lead));
}
