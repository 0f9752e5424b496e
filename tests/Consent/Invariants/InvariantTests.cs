namespace Exchange.Consent.Tests;

public sealed class InvariantTests
{
    [Fact]
    public void Prove_PromiseKept_Holds()
    {
        var result = Prove("{ circle: wide, categories: [identity], above: anonymised }", """id: "1", grant: full, to: { circle: small }""", """id: "2", grant: anonymised""");

        Assert.True(result.Holds);
        Assert.True(result.Cells > 1000);
    }

    [Fact]
    public void Prove_PromiseBroken_NamesArticleAndWhatMatters()
    {
        var result = Prove("{ circle: wide, categories: [police], above: anonymised }", """id: "1", grant: full, to: { circle: small }""", """id: "2", grant: full, to: { role: analyst, relation: member }, at: [uitvoerdersoverleg], for: [regie], when: { case: [active, closed], consent: given }""");

        var found = Assert.IsType<Counterexample>(result.Counterexample);
        Assert.Equal(
            "partner scw, role analyst, forum uitvoerdersoverleg, relation member, purpose regie, case active|closed, consent given, category police: full (GRANTED by article 2)",
            found.ToString());
        Assert.Equal(found.Got, new Interpreter(Covenants.With("""id: "1", grant: full, to: { circle: small }""", """id: "2", grant: full, to: { role: analyst, relation: member }, at: [uitvoerdersoverleg], for: [regie], when: { case: [active, closed], consent: given }""")).Decide(found.Input));
    }

    [Fact]
    public void Prove_WhatDoesNotMatter_IsNotTold()
    {
        var found = Prove("{ partner: oov, role: coordinator, categories: [care], above: none }", """id: "1", grant: full, for: [casusoverleg, regie, uitvraag]""").Counterexample;

        Assert.DoesNotContain(found!.Facts, fact => fact.Key is "source" or "consent" or "secrecy" or "relation");
        Assert.Contains(found.Facts, fact => fact.Key == "case" && !fact.Value.Contains("destroyed"));
    }

    [Theory]
    [InlineData("{ circle: wide, above: none }", "partner", "oov")]
    [InlineData("{ circle: wide, partner: oov, above: none }", "forum", "itat")]
    public void Prove_Circle_IsTheEffectiveOne(string never, string fact, string value)
    {
        var found = Prove(never, """id: "1", grant: full, to: { partner: oov }""", """id: "2", grant: full, to: { partner: ggd }, at: [cto]""").Counterexample;

        // A small partner counts as wide in the wide forum, and only there.
        Assert.Contains(found!.Facts.Append(new("forum", [found.Input.Forum!])), f => f.Key == fact && f.Value.Contains(value));
        Assert.Equal("itat", found.Input.Forum);
    }

    [Theory]
    [InlineData("{ handling: [askSource, embargo, secret], above: none }")]
    [InlineData("{ case: destroyed, above: none }")]
    [InlineData("{ case: signal, forum: [none, regieoverleg, itat, uitvoerdersoverleg, cto], above: none }")]
    [InlineData("{ forum: cto, above: none }")]
    public void Prove_WhereAGuardHoldsOrNobodyBelongs_NothingIsAboveNone(string never) =>
        Assert.True(Prove(never, """id: "1", grant: full""").Holds);

    [Fact]
    public void Prove_OwnContributions_AreLeftOutBelowFull()
    {
        Assert.True(Prove("{ partner: ggd, source: ggd, above: none }", """id: "1", grant: pseudonymised""").Holds);
        Assert.False(Prove("{ partner: ggd, source: oov, above: none }", """id: "1", grant: pseudonymised""").Holds);
    }

    [Fact]
    public void Prove_SituationSharedByTwoPartners_IsVisitedForEach()
    {
        // The first leaves out its own contributions; the second, in the very same situation, sees them.
        var found = Prove("{ partner: [oov, politie], source: oov, above: none }", """id: "1", grant: pseudonymised""").Counterexample;

        Assert.Equal("politie", found!.Input.Partner);
    }

    [Fact]
    public void Prove_ExistenceThatOnlyAnUnknownInputGives_IsFound()
    {
        // Whatever the consent, a higher grant is capped to existence and so gives nothing; only when it is unknown none is higher.
        var found = Prove(
            "{ partner: oov, role: coordinator, categories: [care], above: none }",
            """id: "1", grant: full, categories: [care], when: { consent: [given, withdrawn] }""",
            """id: "2", grant: full, categories: [care], when: { consent: absent }""",
            """id: "3", grant: existence, categories: [care]""",
            """id: "4", cap: existence, categories: [care]""").Counterexample;

        Assert.Null(found!.Input.Consent);
        Assert.Contains(found.Facts, fact => fact.Key == "consent" && fact.Value.SequenceEqual(["unknown"]));
    }

    private static InvariantResult Prove(string never, params string[] articles) =>
        Assert.Single(Covenants.Load(Covenants.Text(articles) + $"invariants:\n  - {{ name: proef, never: {never} }}\n").CheckInvariants());
}
