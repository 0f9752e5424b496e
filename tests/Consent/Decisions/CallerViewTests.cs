namespace Exchange.Consent.Tests;

public sealed class CallerViewTests
{
    private static readonly CallerContext Context = new(
        "politie", "regisseur", ["regisseur"], Relation.None, "regieoverleg", "casusoverleg", CaseState.Active, ConsentStatus.Absent, new DateOnly(2026, 11, 22), Restriction.None);

    [Fact]
    public void Decide_DefaultView_IsGuarded()
    {
        var view = default(CallerView);

        Assert.Equal(new Decision(Level.None, null, DecisionReason.Guard), view.Decide("identity", "oov", Secrecy.Lifted, Handling.Open));
        Assert.Equal(new Ceiling(Level.None, null), view.Ceiling);
        Assert.Equal(Level.None, view.Highest);
    }

    [Fact]
    public void Ceiling_DependingOnSecrecy_IsTheLowest()
    {
        var view = Covenants.With("""id: "1", grant: full""", """id: "2", cap: anonymised, categories: [identity], when: { secrecy: notLifted }""").Open(Context);

        Assert.Equal(new Ceiling(Level.Anonymised, "2"), view.Ceiling);
    }

    [Fact]
    public void Ceiling_NoLimit_IsFullWithoutArticle() =>
        Assert.Equal(new Ceiling(Level.Full, null), Covenants.With("""id: "1", grant: full""").Open(Context).Ceiling);

    [Fact]
    public void Ceiling_NoGrantOfIdentity_IsNoneWithoutArticle() =>
        Assert.Equal(new Ceiling(Level.None, null), Covenants.With("""id: "1", grant: full, categories: [police]""").Open(Context).Ceiling);

    [Fact]
    public void Ceiling_UnknownCallerOrGuard_IsNone()
    {
        var covenant = Covenants.With("""id: "1", grant: full""");

        Assert.Equal(Level.None, covenant.Open(Context with { Partner = "vreemd" }).Ceiling.Level);
        Assert.Equal(Level.None, covenant.Open(Context with { Case = CaseState.Destroyed }).Ceiling.Level);
    }

    [Fact]
    public void Highest_IsTheHighestOverCategoriesSourcesAndSecrecy()
    {
        Assert.Equal(Level.Full, Covenants.With("""id: "1", grant: full""", """id: "2", cap: none, when: { secrecy: notLifted }""").Open(Context).Highest);
        Assert.Equal(Level.Existence, Covenants.With("""id: "1", grant: existence, categories: [care], from: [ggd]""").Open(Context).Highest);
        Assert.Equal(Level.None, Covenants.With("""id: "1", grant: full""").Open(Context with { Case = CaseState.Destroyed }).Highest);
    }

    [Fact]
    public void Highest_DoesNotCountOwnContributionsThatAreLeftOut() =>
        Assert.Equal(Level.None, Covenants.With("""id: "1", grant: anonymised, from: [politie]""").Open(Context).Highest);
}
