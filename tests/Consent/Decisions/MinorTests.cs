namespace Exchange.Consent.Tests;

/// <summary>Minors need an article of their own where the covenant says so; what is unknown of the subject's age never helps the caller.</summary>
public sealed class MinorTests
{
    private const string Adults = """id: "1", grant: full, categories: [identity, police]""";
    private const string Minors = """id: "2", grant: pseudonymised, categories: [identity, police], when: { minor: [yes] }""";
    private const string Both = """id: "3", grant: anonymised, categories: [identity, police], when: { minor: [yes, no] }""";

    [Fact]
    public void Decide_GrantThatDoesNotMentionMinors_IsAboutEverybody() =>
        Expect(Covenants.With(Adults), Level.Full, Level.Full, Level.Full);

    [Fact]
    public void Decide_MinorsNeedOwnArticle_GrantThatDoesNotMentionThemIsNotAboutThem() =>
        Expect(OwnArticle(Adults), adult: Level.Full, minor: Level.None, unknown: Level.None);

    [Fact]
    public void Decide_MinorsNeedOwnArticle_TheirArticleIsAboutThem() =>
        Expect(OwnArticle(Adults, Minors), adult: Level.Full, minor: Level.Pseudonymised, unknown: Level.None);

    [Fact]
    public void Decide_GrantThatTestsTheAgeInBothWays_StillFailsForTheUnknown() =>
        Expect(OwnArticle(Adults, Both), adult: Level.Full, minor: Level.Anonymised, unknown: Level.None);

    [Fact]
    public void Decide_CapOfMinors_AppliesToTheUnknown() =>
        Expect(Covenants.With(Adults, """id: "4", cap: anonymised, when: { minor: yes }"""), adult: Level.Full, minor: Level.Anonymised, unknown: Level.Anonymised);

    [Fact]
    public void Decide_MinorsNeedOwnArticle_CapsAreAboutEverybody() =>
        Expect(OwnArticle(Adults, Minors, """id: "4", cap: anonymised"""), adult: Level.Anonymised, minor: Level.Anonymised, unknown: Level.None);

    [Fact]
    public void CheckInvariants_MinorsNamed_VisitsThem()
    {
        const string never = "invariants:\n  - { name: a, never: { minor: yes, above: none } }\n  - { name: b, never: { minor: no, above: none } }\n";
        var results = Covenants.Load("minors: ownArticle\n" + Covenants.Text(Adults) + never).CheckInvariants();

        Assert.Equal([true, false], results.Select(result => result.Holds));
        Assert.Equal(Minority.No, results[1].Counterexample!.Input.Minor);
    }

    [Fact]
    public void RunScenarios_AgeNotGiven_IsUnknown()
    {
        const string scenarios = """
            scenarios:
              - { name: a, given: { partner: politie, role: regisseur, forum: regieoverleg, purpose: casusoverleg, case: active }, expect: { police: none } }
              - { name: b, given: { partner: politie, role: regisseur, forum: regieoverleg, purpose: casusoverleg, case: active, minor: no }, expect: { police: full } }

            """;

        Assert.All(Covenants.Load("minors: ownArticle\n" + Covenants.Text(Adults) + scenarios).RunScenarios(), result => Assert.True(result.Passed, string.Join(", ", result.Expectations)));
    }

    private static Covenant OwnArticle(params string[] articles) => Covenants.Load("minors: ownArticle\n" + Covenants.Text(articles));

    private static void Expect(Covenant covenant, Level adult, Level minor, Level unknown) =>
        Assert.Equal(
            (adult, minor, unknown, unknown),
            (Ask(covenant, Minority.No), Ask(covenant, Minority.Yes), Ask(covenant, null), Ask(covenant, (Minority)77)));

    private static Level Ask(Covenant covenant, Minority? minor) => covenant.Decide(Covenants.Asking with { Minor = minor }).Level;
}
