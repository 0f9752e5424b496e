namespace Exchange.Consent.Tests;

public sealed class ExplanationTests
{
    [Fact]
    public void Explain_RandomCovenantAndInput_DerivesWhatTheTableDecides()
    {
        var released = 0;
        for (var number = 0; number < 80; number++)
        {
            var random = new RandomCovenants(new Seed((ulong)number));
            var text = random.Text();
            var covenant = Covenants.Load(RandomCovenants.Whole(text.Parties, text.Articles));
            for (var i = 0; i < 100; i++)
            {
                var input = random.Input();
                var explanation = covenant.Explain(input);
                released += explanation.Decision.Level > Level.None ? 1 : 0;

                Assert.True(explanation.Derived == explanation.Decision, $"{input}: derived {explanation.Derived}, decided {explanation.Decision}");
                Assert.Equal(covenant.Decide(input with { BreakGlass = false }), explanation.Decision);
                Assert.Equal(explanation.Decision.Level == Level.None, explanation.Nearest is not null);
            }
        }

        Assert.True(released > 100, $"Only {released} answers release anything.");
    }

    /// <summary>What is said to stand in the way does: a grant that lacks one condition gives its level where that condition holds.</summary>
    [Fact]
    public void Explain_OneConditionFailed_HelpsWhenItHolds()
    {
        var covenant = Covenants.With("""id: "1", grant: full""", """id: "2", grant: full, categories: [care], to: { relation: lead }, when: { case: closed }""");
        var asking = Covenants.Asking with { Category = "care", Purpose = "uitvraag" };

        var nearest = covenant.Explain(asking).Nearest!;

        Assert.Equal("1", nearest.Article!.Id);
        Assert.Equal("for", Assert.Single(nearest.Because).Key);
        Assert.Equal(Level.Full, covenant.Decide(asking with { Purpose = "regie" }).Level);
    }

    [Fact]
    public void Explain_ArticleRuledOut_NamesConditionWantedAndGot()
    {
        var covenant = Covenants.With("""id: "1", grant: full, to: { circle: wide }, at: [itat, cto]""");

        var finding = Assert.Single(covenant.Explain(Covenants.Asking).Articles);

        Assert.False(finding.Applies);
        Assert.Equal(["to.circle: small of wide", "at: regieoverleg of cto|itat"], finding.RuledOutBy.Select(c => $"{c.Key}: {c.Got} of {string.Join('|', c.Wanted)}"));
    }

    [Fact]
    public void Explain_UnknownInput_RulesOutTheGrantAndNotTheCap()
    {
        var covenant = Covenants.With("""id: "1", grant: full, when: { consent: given }""", """id: "2", cap: none, when: { consent: given }""");

        var explanation = covenant.Explain(Covenants.Asking with { Consent = null });

        Assert.Equal([false, true], explanation.Articles.Select(finding => finding.Applies));
        Assert.Equal(ConditionOutcome.Unknown, explanation.Articles[0].RuledOutBy.Single().Outcome);
    }

    [Fact]
    public void Explain_Capped_NamesTheCapAndWhyItApplies()
    {
        var covenant = Covenants.With("""id: "1", grant: full""", """id: "2", cap: none, categories: [care], when: { secrecy: notLifted }""");

        var nearest = covenant.Explain(Covenants.Asking with { Category = "care" }).Nearest!;

        Assert.Equal("2", nearest.Article!.Id);
        Assert.Equal(["categories", "when.secrecy"], nearest.Because.Select(condition => condition.Key));
    }

    [Theory]
    [InlineData("handling")]
    [InlineData("case")]
    [InlineData("inForce")]
    [InlineData("restriction")]
    public void Explain_GuardHolds_NamesIt(string guard)
    {
        var asking = guard switch
        {
            "handling" => Covenants.Asking with { Handling = Handling.Secret },
            "case" => Covenants.Asking with { Case = CaseState.Signal },
            "inForce" => Covenants.Asking with { Date = new DateOnly(2031, 1, 1) },
            _ => Covenants.Asking with { Restriction = Restriction.Restricted },
        };

        var explanation = Covenants.With("""id: "1", grant: full""").Explain(asking);

        Assert.Equal(guard, Assert.Single(explanation.Guards, check => !check.Passed).Name);
        Assert.Null(explanation.Nearest!.Article);
        Assert.Equal(guard, Assert.Single(explanation.Nearest.Because).Key);
    }

    [Fact]
    public void Explain_NoMember_SaysSoBesideTheNearestArticle()
    {
        var explanation = Covenants.With("""id: "1", grant: full""").Explain(Covenants.Asking with { Forum = "meldpunt" });

        Assert.Equal("1", explanation.Nearest!.Article!.Id);
        Assert.Equal("forum", Assert.Single(explanation.Nearest.Because).Key);
    }

    [Fact]
    public void Explain_AnonymisedOutsideAMeeting_SaysThatAMeetingIsMissing()
    {
        var nearest = Covenants.With("""id: "1", grant: anonymised""").Explain(Covenants.Asking with { Forum = DecisionInput.NoForum }).Nearest!;

        Assert.Equal(("1", "at"), (nearest.Article!.Id, Assert.Single(nearest.Because).Key));
    }

    [Fact]
    public void Explain_OwnContributionBelowFull_SaysThatItsOwnIsLeftOut()
    {
        var explanation = Covenants.With("""id: "1", grant: pseudonymised""").Explain(Covenants.Asking with { Source = "politie" });

        Assert.True(explanation.OneView.LeavesOutOwn);
        Assert.Equal(("1", "from"), (explanation.Nearest!.Article!.Id, Assert.Single(explanation.Nearest.Because).Key));
    }

    [Fact]
    public void Explain_Released_GivesTheObligationsOfTheGrant()
    {
        var covenant = Covenants.With("""id: "1", grant: full, ground: g, obliges: { purpose: regie, keepDays: 9, onward: true }""");

        Assert.Equal(new Obligations("regie", 9, true), covenant.Explain(Covenants.Asking).Obliges);
    }

    [Theory]
    [InlineData("""id: "2", cap: pseudonymised""", DecisionReason.Capped)]
    [InlineData("""id: "2", cap: anonymised, categories: [identity]""", DecisionReason.OneView)]
    [InlineData("""id: "2", grant: pseudonymised, ground: h, obliges: { purpose: casusoverleg, keepDays: 1, onward: false }""", DecisionReason.Granted)]
    public void Explain_Lowered_StillGivesTheObligationsOfTheGrant(string second, DecisionReason reason)
    {
        var explanation = Covenants.With("""id: "1", grant: full, ground: g, obliges: { purpose: regie, keepDays: 9, onward: true }""", second).Explain(Covenants.Asking);

        Assert.Equal(reason, explanation.Decision.Reason);
        Assert.Equal(new Terms("g", new Obligations("regie", 9, true)), explanation.Decision.Terms);
        Assert.Equal(new Obligations("regie", 9, true), explanation.Obliges);
    }

    [Fact]
    public void Explain_LoweredToNothing_ObligesToNothing()
    {
        var covenant = Covenants.With("""id: "1", grant: full, ground: g, obliges: { purpose: regie, keepDays: 9, onward: true }""", """id: "2", cap: existence""");

        Assert.Equal(new Decision(Level.None, "2", DecisionReason.Capped), covenant.Explain(Covenants.Asking).Decision);
    }
}
